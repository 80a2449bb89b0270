"""The message that carries the link of a callback: its wording as shipped, and what it may name."""

from jiesu.messaging.templates import Preset, VariableGroup, Wording, offer, offer_variables

LINK_TEMPLATE = "callback_link"

offer_variables(
    VariableGroup(
        code="callback",
        label="回访",
        variables={
            "城市": "城市的名称",
            "标题": "诉求的标题",
            "链接": "评价页面的地址",
            "天数": "链接几天内有效",
        },
        samples={
            "城市": "云泽市",
            "标题": "朝阳路井盖破损",
            "链接": "https://12345.example.gov.cn/visit/…/",
            "天数": "3",
        },
    )
)
offer(
    (
        Preset(
            code=LINK_TEMPLATE,
            name="回访评价链接",
            group="callback",
            wording=Wording(
                title="请评价12345对您诉求的办理",
                text="您反映的“{标题}”已有答复。请在{天数}天内打开 {链接} 告诉我们是否解决、是否满意。",
                short="【{城市}12345】您反映的“{标题}”已有答复，请在{天数}天内评价：{链接}",
            ),
        ),
    )
)
