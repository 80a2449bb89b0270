import json

import pytest

from jiesu.intake.command import run_import
from jiesu.intake.models import Contact, ImportRun
from jiesu.workorders.models import WorkOrder


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "诉求.csv"
    path.write_text(
        "2026年明细\n编号,说什么,受理时间\n1,路灯坏了,2026-01-02\n2,井盖,2019-02-30\n", encoding="gbk"
    )
    return path


def say(capsys, *args, **options):
    capsys.readouterr()
    status = run_import(*args, as_json=True, **options)
    return status, json.loads(capsys.readouterr().out)


def test_an_import_says_in_json_what_came_of_it(hotline, path, tmp_path, capsys):
    rejects = tmp_path / "退回.csv"
    status, said = say(capsys, path, columns=["content=说什么"], source="旧系统", rejects=rejects)
    assert status == 0
    assert (said["read"], said["accepted"], said["rejected"], said["duplicate"]) == (2, 1, 1, 0)
    assert said["columns"] == {"编号": "external_id", "说什么": "content", "受理时间": "received_at"}
    assert said["rejects_file"] == str(rejects)
    assert rejects.read_text(encoding="utf-8-sig").splitlines() == [
        "行号,原因,编号,说什么,受理时间",
        "4,“受理时间”没有这一天或这一时刻：2019-02-30,2,井盖,2019-02-30",
    ]
    assert Contact.objects.get().source == "旧系统"


def test_mended_rejects_can_be_imported(hotline, path, tmp_path, capsys):
    rejects = tmp_path / "退回.csv"
    say(capsys, path, columns=["content=说什么"], rejects=rejects)
    rejects.write_text(
        rejects.read_text(encoding="utf-8-sig").replace("02-30", "02-28"), encoding="utf-8-sig"
    )
    _, said = say(capsys, rejects, columns=["content=说什么"])
    assert (said["accepted"], said["rejected"]) == (1, 0)
    assert WorkOrder.objects.count() == 2


def test_a_dry_run_explains_the_columns_and_writes_the_rejects(hotline, path, tmp_path, capsys):
    status = run_import(path, columns=["说什么=content"], dry_run=True, rejects=tmp_path / "退回.csv")
    said = capsys.readouterr().out
    assert status == 0
    for words in (
        "gb18030",
        "表头在第 2 行",
        "来源编号",
        "列名",
        "指定",
        "试运行",
        "第 4 行：“受理时间”没有这一天",
    ):
        assert words in said
    assert (tmp_path / "退回.csv").exists()
    assert (WorkOrder.objects.count(), ImportRun.objects.count()) == (0, 0)


def test_a_resumed_import_says_so(hotline, path, tmp_path, capsys, monkeypatch):
    from jiesu.intake.actions import importing

    with monkeypatch.context() as patch:
        patch.setattr(importing, "_finish", lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            run_import(path, columns=["content=说什么"], rejects=tmp_path / "退回.csv")
    assert not (tmp_path / "退回.csv").exists()
    run_import(path, columns=["content=说什么"], rejects=tmp_path / "退回.csv")
    said = capsys.readouterr().out
    assert "前 2 行已在上次处理" in said
    assert (tmp_path / "退回.csv").exists()
    assert WorkOrder.objects.count() == 1


def test_only_an_unreadable_file_is_a_failure(hotline, path, tmp_path, capsys):
    (tmp_path / "x.csv").write_bytes(b"%PDF-1.7")
    assert run_import(tmp_path / "x.csv") == 1
    said = capsys.readouterr()
    assert "This is not a CSV or XLSX table: a PDF file" in said.err
    assert said.out == ""
    status, told = say(capsys, tmp_path / "nowhere.csv")
    assert (status, told["error"]) == (1, "file_missing")
    status, told = say(capsys, path, columns=["content=没有"])
    assert (status, told["error"], told["field"]) == (1, "unknown_column", "columns")


def test_without_a_place_for_rejects_they_lie_in_the_installation(hotline, path, capsys, settings, tmp_path):
    settings.VAR = tmp_path / "var"
    _, said = say(capsys, path, columns=["content=说什么"])
    assert said["rejects_file"] == str(tmp_path / "var" / "imports" / "诉求.rejects.csv")


def test_the_first_row_can_be_an_appeal(hotline, tmp_path, capsys):
    path = tmp_path / "bare.csv"
    path.write_text("1;路灯坏了\n2;井盖\n")
    status, said = say(capsys, path, columns=["2=content", "external_id=1"], header=False)
    assert (status, said["accepted"]) == (0, 2)
