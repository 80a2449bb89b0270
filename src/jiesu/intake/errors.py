"""What the intake refuses, and why."""

from jiesu.core.errors import Conflict, InvalidInput, Refusal


class UnreadableFile(Refusal):
    """The file as a whole cannot be read; nothing of it was taken."""

    code = "unreadable_file"
    status = 422
    zh = "文件无法读取。"
    en = "The file cannot be read."


class FileMissing(UnreadableFile):
    """There is no such file, or it may not be opened."""

    code = "file_missing"
    zh = "打不开文件 {path}：{why}"
    en = "{path} cannot be opened: {why}"


class EmptyFile(UnreadableFile):
    """The file has no rows at all."""

    code = "empty_file"
    zh = "文件是空的，没有任何行。"
    en = "The file is empty: it has no rows."


class NotATable(UnreadableFile):
    """The file is of a kind that has no rows to read."""

    code = "not_a_table"
    zh = "这不是 CSV 或 XLSX 表格：{why_zh}"
    en = "This is not a CSV or XLSX table: {why_en}"


class UnknownEncoding(UnreadableFile):
    """The text is in none of the encodings that were tried."""

    code = "unknown_encoding"
    zh = "文件不是 {tried} 编码的文本，请用 --encoding 指明编码。"
    en = "The file is not text in {tried}; name its encoding with --encoding."


class NoSuchEncoding(UnreadableFile):
    """The encoding that was named is not one that tables are read in."""

    code = "no_such_encoding"
    zh = "不支持编码“{name}”，可用：{known}。"
    en = "The encoding “{name}” is not supported; known are: {known}."


class SuspiciousArchive(UnreadableFile):
    """The workbook would unpack to far more than any real one does."""

    code = "suspicious_archive"
    zh = "工作簿解压后过大（{what}），为安全起见不予读取；请改存为 CSV。"
    en = "The workbook unpacks to far too much ({what}) and is not read; save it as CSV."


class NoSuchSheet(UnreadableFile):
    """The workbook has no sheet of that name or number."""

    code = "no_such_sheet"
    zh = "没有工作表“{name}”，现有：{known}。"
    en = "There is no sheet “{name}”; there are: {known}."


class HeaderMissing(UnreadableFile):
    """No row of column names was found."""

    code = "header_missing"
    zh = "没有找到表头（列名行）。没有表头的文件请按列号指明，例如 --column content=3。"
    en = "No row of column names was found. Without one, name columns by number: --column content=3."


class HeaderAmbiguous(UnreadableFile):
    """Two columns of one name could both be meant."""

    code = "header_ambiguous"
    zh = "表头里有 {count} 列都叫“{name}”，请用 --column {target}={name}#2 这样的写法指明用哪一列。"
    en = "{count} columns are called “{name}”; say which one is meant, as in --column {target}={name}#2."


class NoContentColumn(UnreadableFile):
    """Nothing in the table could be what the citizens say."""

    code = "no_content_column"
    zh = "认不出哪一列是诉求内容，请用 --column content=列名 指明。现有列：{columns}"
    en = (
        "No column could be recognised as the content; name it with --column content=NAME. Columns: {columns}"
    )


class UnknownColumn(InvalidInput):
    """The mapping names a column that the table does not have."""

    code = "unknown_column"
    zh = "没有“{name}”这一列。现有列：{columns}"
    en = "There is no column “{name}”. Columns: {columns}"


class UnknownTarget(InvalidInput):
    """The mapping names a field that appeals do not have."""

    code = "unknown_target"
    zh = "没有“{name}”这个字段。可用字段：{known}"
    en = "There is no field “{name}”. Fields: {known}"


class TargetTwice(InvalidInput):
    """The mapping gives one field two columns."""

    code = "target_twice"
    zh = "字段“{name}”被指给了两列：{columns}"
    en = "The field “{name}” was given two columns: {columns}"


class CannotWrite(Refusal):
    """The file for rows that are turned away cannot be written."""

    code = "cannot_write"
    status = 422
    zh = "写不了文件 {path}：{why}"
    en = "{path} cannot be written: {why}"


class KeyReused(Conflict):
    """The sender's key belongs to an appeal that says something else."""

    code = "key_reused"
    zh = "来源“{source}”的编号 {key} 已登记为工单 {number}，但内容不同。"
    en = "Key {key} of source “{source}” is already order {number}, which says something else."


class ImportRunning(Conflict):
    """The same file is being imported by another process at this moment."""

    code = "import_running"
    zh = "这个文件正在由另一个进程导入。"
    en = "This file is being imported by another process."


class TooManyCodes(Refusal):
    """One-time codes were asked for too often for one telephone."""

    code = "too_many_codes"
    status = 429
    zh = "这个号码请求验证码过于频繁，请稍后再试，或拨打 12345 查询。"
    en = "Codes were asked for too often for this number; try again later, or call 12345."


class CodeWrong(Refusal):
    """The one-time code is not the one that was sent, or it is over."""

    code = "code_wrong"
    status = 422
    zh = "验证码不对或已失效，请核对，或重新获取。"
    en = "The code is wrong or has expired; check it, or get another one."


class BadEnclosure(InvalidInput):
    """What was sent along with an appeal cannot be taken; nothing was registered."""

    code = "bad_enclosure"
    zh = "{why_zh}"
    en = "{why_en}"
