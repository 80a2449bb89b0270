"""Words that mean the same at a hotline: what people say beside what regulations say.

The table that ships is our own; a centre adds its own groups (one line each, words separated by spaces).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property

from jiesu.knowledge.cutting import plain

SHIPPED = """
医保 医疗保险
医保卡 社保卡 社会保障卡
新农合 农村合作医疗 城乡居民医保 居民医保 城乡居民医疗保险 居民医疗保险
异地 外省 外地 跨省
丢了 掉了 丢失 遗失 不见了 被偷 丢失了
到期 过期 期满 有效期满
补办 补领 重新办 重办 补张
换证 换领 换新
社保 社会保险 养老保险 五险
公积金 住房公积金
退休金 养老金 退休工资 基本养老金
低保 最低生活保障 低保户 困难救助
工资 薪水 劳动报酬 工钱
拖欠工资 欠薪 被欠薪 讨薪
辞退 开除 解雇 炒鱿鱼
找工作 就业 求职 招聘
失业金 失业保险金 失业补助
产假 生育津贴 生育保险
身份证 居民身份证
户口 户籍 落户 迁户口 户口迁移
驾驶证 驾照 机动车驾驶证
行车证 行驶证 机动车行驶证
上牌 牌照 车牌 机动车登记 注册登记
年检 年审 机动车检验 车检
汽车 车子 车辆 机动车
房产证 不动产证 不动产权证 房屋所有权证 产权证
过户 转移登记
买房 购房 商品房
二手房 存量房 买卖二手房
租房 廉租房 公租房 保障性住房 公共租赁住房
拆迁 征收 征地 安置 补偿款
危房 危旧房 D级危房
装电梯 加装电梯 增设电梯
物业 物业公司 物业服务 物业管理
停车 停车位 车位 乱停车 违停
堵车 拥堵 交通拥堵
红绿灯 信号灯 交通信号灯
路灯 照明 亮化
公交 公交车 公共汽车 班车
出租车 的士 网约车 打车
地铁 轨道交通
噪音 噪声 扰民 吵闹 太吵
油烟 烟尘 废气 臭味 异味
污水 排污 废水 下水道
垃圾 环卫 保洁 卫生
停水 断水 供水 自来水
停电 断电 供电
燃气 天然气 煤气
暖气 供暖 供热
网络 宽带 光纤 上网
入学 上学 就读 读书 学位
幼儿园 托儿所 学前教育
老师 教师
培训班 补课 校外培训 辅导班 补习班 培训机构 校外培训机构
看病 就医 就诊 住院
医院 卫生院 诊所
打针 疫苗 接种 预防接种
生二胎 二孩 三孩 计划生育 生育证
结婚证 结婚登记 领证
离婚证 离婚登记
老年人 老人 老年 65岁
优待证 老年证
残疾证 残疾人证
开店 开个小店
执照 营业执照
个体户 个体工商户
退款 退钱 退费 能退
骗子 诈骗 被骗
贷款 借款 信贷
交税 纳税 税费 征税 缴税
发票 开票
狗 犬 犬只
孩子 小孩 儿童 宝宝 小朋友
本市 市里 这里 本地
修路 道路维修 路面破损 坑洼 硬化
井盖 窨井盖
违建 违章建筑 违法建设
城管 城市管理
农民 村民
农民工 外来务工 务工人员 随迁
补贴 补助 资助 津贴
什么时候 何时 时间
多少钱 收费 费用 价格
在哪里 哪儿 地点 地址
电话 热线 联系方式
"""


@dataclass(frozen=True)
class SynonymTable:
    """Groups of words, found by any of them."""

    groups: tuple[tuple[str, ...], ...]

    @classmethod
    @cache
    def shipped(cls) -> "SynonymTable":
        """The table that ships."""
        return cls.read(SHIPPED.splitlines())

    @classmethod
    def read(cls, lines: Iterable[str]) -> "SynonymTable":
        """A table of lines; words are separated by spaces, and a line of one word says nothing."""
        groups = (tuple(dict.fromkeys(map(plain, line.split()))) for line in lines)
        return cls(tuple(group for group in groups if len(group) > 1))

    def with_groups(self, lines: Iterable[str]) -> "SynonymTable":
        """This table with more groups."""
        return SynonymTable(self.groups + SynonymTable.read(lines).groups)

    def preferred(self, text: str) -> str:
        """A text in one form of writing, with every word of a group replaced by the group's first."""
        return self._pattern.sub(lambda found: self._first[found.group()], text) if self.groups else text

    @cached_property
    def _first(self) -> dict[str, str]:
        return {word: group[0] for group in reversed(self.groups) for word in group}

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile("|".join(map(re.escape, sorted(self._first, key=len, reverse=True))))

    def others(self, text: str) -> list[str]:
        """The other words of every group of which a word stands in the text, each once."""
        clean = plain(text)
        found = [group for group in self.groups if any(word in clean for word in group)]
        return list(dict.fromkeys(word for group in found for word in group if word not in clean))
