"""Dispatches of our own on what happened between Russia, North Korea and China in 2023 and 2024, in order."""

from __future__ import annotations

DISPATCHES = {
    "lavrov-to-go": (
        "2023-09-24",
        "Lavrov to go to Pyongyang in October\n\n"
        "SEOUL, Sept 24 -- Russian Foreign Minister Sergey Lavrov said on Saturday that he would visit North Korea "
        "in October for talks with his counterpart, Choe Son Hui.\n\n"
        "Russian President Vladimir Putin accepted an invitation from North Korean leader Kim Jong Un to visit North "
        "Korea on Sept. 13, Kremlin spokesman Dmitry Peskov said.\n\n"
        "Four years ago, a visit to Pyongyang by Putin that KCNA had announced did not take place.\n\n"
        "On Wednesday, Putin accepted an invitation by Chinese President Xi Jinping to visit Beijing in October.\n",
    ),
    "putin-in-beijing": (
        "2023-10-18",
        "Putin and Xi meet\n\n"
        "BEIJING, Oct 18 -- Russian President Vladimir Putin, who arrived in Beijing on Tuesday, met Chinese "
        "President Xi Jinping on Wednesday.\n\nNothing was signed, officials said.\n",
    ),
    "lavrov-in-pyongyang": (
        "2023-10-19",
        "Kim receives Lavrov\n\n"
        "PYONGYANG, Oct 19 -- Russian Foreign Minister Sergei Lavrov, who arrived in Pyongyang on Wednesday, met "
        "North Korean leader Kim Jong Un on Thursday.\n\n"
        "Lavrov invited North Korean Foreign Minister Choe Son Hui to visit Moscow, his ministry said.\n",
    ),
    "choe-in-moscow": (
        "2024-01-17",
        "Choe in Moscow\n\n"
        "MOSCOW, Jan 17 -- North Korean Foreign Minister Choe Son-hui arrived in Moscow on Monday. "
        "She met her Russian counterpart, Sergei Lavrov, on Tuesday.\n\n"
        "Russian President Vladimir Putin will visit North Korea at a convenient time, Peskov said on Tuesday.\n",
    ),
    "a-wish-and-a-denial": (
        "2024-03-01",
        "No plans, says the Kremlin\n\n"
        "MOSCOW, March 1 -- The Kremlin denied on Friday that Russian President Vladimir Putin had visited North "
        "Korea. He has no plans to travel to Beijing, either, a spokesman said.\n",
    ),
}
"""By name: the day of publication and the text."""

AFTERWARDS = {
    "putin-in-pyongyang": (
        "2024-06-19",
        "Putin lands in Pyongyang\n\n"
        "PYONGYANG, June 19 -- Russian President Vladimir Putin arrived in North Korea on Tuesday. He met North "
        "Korean leader Kim Jong Un in Pyongyang on Wednesday.\n",
    )
}
