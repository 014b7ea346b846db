"""What the author reads when a message is not accepted (不予受理): per code the reason and where to turn, as a start."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.rules.states import DeclineCode

DECLINE_WORDS: Mapping[str, tuple[Promise, Promise]] = {
    DeclineCode.N1: (
        _("您反映的事项不属于本市行政区域或职权范围，本平台无法办理。"),
        _("请向事项所在地的政府或其主管部门反映。"),
    ),
    DeclineCode.N2: (
        _("您反映的事项属于党委、人大、政协、法院、检察院或军队的职权，本平台不能代为处理。"),
        _("请直接向有关机关反映。"),
    ),
    DeclineCode.N3: (
        _("您反映的是需要立即处置的紧急情况，网上留言会耽误时间。"),
        _("请立即拨打 110（警情）、119（火警）、120（急救）或 122（交通事故）。"),
    ),
    DeclineCode.N4: (
        _("您反映的事项已经或者应当通过法定途径办理，按规定不在本平台受理。"),
        _("请通过诉讼、仲裁、行政复议、信访、纪检监察或政府信息公开等相应渠道提出。"),
    ),
    DeclineCode.N5: (
        _("您反映的同一事项正在办理中，为避免重复，本件不再另行受理。"),
        _("请在“我的留言”中查看正在办理的那件留言的进展。"),
    ),
    DeclineCode.N6: (
        _("您反映的同一事项已经办结，本次没有提供新的事实或理由。"),
        _("如有新的事实或材料，请补充后重新留言；对原处理意见不服的，可依法申请复查。"),
    ),
    DeclineCode.N7: (
        _("办理您反映的事项需要与您核实，但没有留下可以联系上的真实联系方式。"),
        _("请补充真实有效的手机号码后重新留言。"),
    ),
    DeclineCode.N8: (
        _("您的留言没有写明具体的时间、地点、人或事，无法核实办理。"),
        _("请写明时间、地点和具体情况后重新留言。"),
    ),
    DeclineCode.N9: (
        _("您的留言属于广告、赞助或商业推销，不属于本平台受理范围。"),
        _("商业合作请直接与有关单位联系。"),
    ),
    DeclineCode.N10: (
        _("您的留言含有违反法律法规的内容，本平台不予受理。"),
        _("请修改后重新留言，就事论事，说明具体诉求。"),
    ),
    DeclineCode.N11: (
        _("您的留言涉及国家秘密、商业秘密或他人隐私，不能在本平台办理。"),
        _("请删去相关内容后重新留言，或向主管机关当面反映。"),
    ),
    DeclineCode.N12: (
        _("您反映的事项属于民事纠纷，行政机关无权裁决。"),
        _("建议向所在街道（乡镇）人民调解委员会申请调解，或向人民法院起诉。"),
    ),
    DeclineCode.N13: (
        _("您的一条留言反映了多件事，涉及不同单位，难以一并办理。"),
        _("请一事一报，分别留言，我们会逐件办理。"),
    ),
    DeclineCode.N14: (
        _("您的留言属于测试、垃圾信息或恶意重复提交。"),
        _("如确有诉求，请写明具体情况后重新留言。"),
    ),
}
