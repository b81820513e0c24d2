"""Verbs that the rules know, with their irregular forms, and what each class of them means."""

from __future__ import annotations

from domain.reading.word_sets import word_set

_IRREGULAR = """
go went gone going;come came come coming;fly flew flown flying;be was been being;meet met met meeting;
leave left left leaving;hold held held holding;have had had having;pay paid paid paying;make made made making;
say said said saying;tell told told telling;speak spoke spoken speaking;see saw seen seeing;sit sat sat sitting;
put put put putting;set set set setting;take took taken taking;give gave given giving;send sent sent sending;
begin began begun beginning;win won won winning;undertake undertook undertaken undertaking;
withdraw withdrew withdrawn withdrawing;drive drove driven driving;pull pulled pulled pulling;
become became become becoming;keep kept kept keeping;get got gotten getting;do did done doing;
know knew known knowing;think thought thought thinking;show showed shown showing;find found found finding;
lead led led leading;bring brought brought bringing;run ran run running;rise rose risen rising;
fall fell fallen falling;grow grew grown growing;break broke broken breaking;buy bought bought buying;
write wrote written writing;read read read reading;hear heard heard hearing;feel felt felt feeling;
stand stood stood standing;lose lost lost losing;shake shook shaken shaking;strike struck struck striking;
forgo forwent forgone forgoing;ride rode ridden riding;ring rang rung ringing;swear swore sworn swearing;call called called calling;
cancel cancelled cancelled cancelling;travel travelled travelled travelling;confer conferred conferred conferring;
defer deferred deferred deferring;drop dropped dropped dropping;scrap scrapped scrapped scrapping;
stop stopped stopped stopping;plan planned planned planning;axe axed axed axing;wed wed wed wedding;
pledge pledged pledged pledging;jet jetted jetted jetting;touch touched touched touching;ink inked inked inking;
shelve shelved shelved shelving;initial initialled initialled initialling;host hosted hosted hosting;
dine dined dined dining;beg begged begged begging;commit committed committed committing;
admit admitted admitted admitting;wrap wrapped wrapped wrapping;wind wound wound winding;slip slipped slipped slipping;
deny denied denied denying;rely relied relied relying;carry carried carried carrying;try tried tried trying;
reply replied replied replying;rally rallied rallied rallying;stay stayed stayed staying;
understand understood understood understanding;build built built building;seek sought sought seeking;
lay laid laid laying;lie lay lain lying;hope hoped hoped hoping;die died died dying;vie vied vied vying;
reconvene reconvened reconvened reconvening;let let let letting;cut cut cut cutting;shut shut shut shutting;
hit hit hit hitting;forget forgot forgotten forgetting;draw drew drawn drawing;choose chose chosen choosing;
eat ate eaten eating;sail sailed sailed sailing;bid bid bid bidding;spend spent spent spending;
teach taught taught teaching;catch caught caught catching;drink drank drunk drinking;sell sold sold selling;seal sealed sealed sealing
"""

_REGULAR = """
visit tour arrive land reach journey head depart return embark stop call host welcome receive greet confer
talk discuss negotiate telephone phone dial converse chat huddle consult convene gather assemble reconvene
invite ask urge request summon accept agree decline refuse reject spurn snub rebuff turn postpone delay
reschedule move push shift abandon suspend skip sign initial conclude endorse ratify adopt finalise finalize exchange
promise vow undertake offer guarantee assure commit announce confirm report state add declare note insist
reveal disclose claim stress tweet post warn suggest propose hint indicate argue acknowledge admit concede
explain recall recount quote cite expect schedule slate intend want wish aim consider mull weigh ponder
contemplate prepare arrange attend address accompany join lead chair inspect observe start open end finish
complete continue resume kick happen occur materialise materialize fail collapse honour honor fulfil fulfill
implement deliver keep praise thank criticise condemn blame accuse deny dismiss rule decide help support
use fire launch test name elect appoint resign work want need like live serve follow face demand signal cap
bow entertain hug embrace pass cross stay dock step cruise proceed hail transfer deploy expand include cover
approve allow ban block close trigger raise remain seem appear look lie live mark play provide pledge pave
renew convey spend surprise walk roll swap collaborate connect brief update converge share strengthen deepen boost discuss review
await sustain excuse shun boycott absent lunch rub link team hand relay place cite include involve fear worry complain protest collapse object respond react
"""


def _forms() -> dict[str, tuple[tuple[str, str], ...]]:
    table: dict[str, list[tuple[str, str]]] = {}

    def enter(form: str, lemma: str, kind: str) -> None:
        entries = table.setdefault(form, [])
        if (lemma, kind) not in entries:
            entries.append((lemma, kind))

    irregular: dict[str, tuple[str, str, str]] = {}
    for entry in _IRREGULAR.replace("\n", " ").split(";"):
        base, past, participle, ing = entry.split()
        irregular[base] = (past, participle, ing)
    for base in [*irregular, *_REGULAR.split()]:
        past, participle, ing = irregular.get(base, ("", "", ""))
        stem = base[:-1] if base.endswith("e") else base
        if not past:
            past = participle = (
                base[:-1] + "ied" if base.endswith("y") and base[-2] not in "aeiou" else stem + "ed"
            )
            ing = stem + "ing"
        third = (
            base[:-1] + "ies"
            if base.endswith("y") and base[-2] not in "aeiou"
            else (base + "es" if base.endswith(("s", "sh", "ch", "x", "o")) else base + "s")
        )
        enter(base, base, "base")
        enter(third, base, "s")
        enter(past, base, "past")
        enter(participle or past, base, "pp")
        enter(ing or "", base, "ing")
    for form, lemma, kind in (
        ("is", "be", "s"), ("are", "be", "base"), ("were", "be", "past"), ("am", "be", "base"), ("has", "have", "s"),
        ("canceled", "cancel", "past"), ("canceled", "cancel", "pp"), ("canceling", "cancel", "ing"),
        ("traveled", "travel", "past"), ("traveled", "travel", "pp"), ("traveling", "travel", "ing"),
        ("initialed", "initial", "past"), ("initialed", "initial", "pp"), ("got", "get", "pp"),
    ):  # fmt: skip
        enter(form, lemma, kind)
    return {form: tuple(entries) for form, entries in table.items()}


FORMS = _forms()
"""A form in small letters to its (lemma, kind) readings; kind: base, s, past, pp or ing."""

DIRECT_VISIT = frozenset({"visit", "tour"})
TRAVEL = word_set("go travel fly come journey return jet drive sail proceed move walk ride cross")
"""Verbs of motion that take "to": a visit, where who goes is an official and whither is another state."""
ARRIVE = frozenset(["arrive", "land", "touch", "reach", "dock", "step"])
LEAVE = frozenset(["leave", "depart", "head", "set", "embark", "bound"])
"""With "for" or "to": the visit is about to begin."""
STAY = frozenset(["be", "stay", "stop"])
SEND = frozenset({"send", "dispatch"})

MEET = frozenset(["meet", "confer", "huddle", "dine", "lunch", "convene"])
TALK = frozenset(["talk", "speak", "converse", "chat", "consult", "negotiate", "sit"])
CALL = frozenset({"telephone", "phone", "dial", "ring"})
RECEIVE = frozenset(["receive", "welcome", "host", "greet", "entertain", "hail"])
HOLD = word_set("place hold have conduct conclude open begin start end finish complete resume continue cap")
"""Take a meeting as their object."""
PAY = word_set("pay make undertake begin start conclude end complete finish open kick wrap wind continue cap")
"""Take a visit as their object."""

INVITE = frozenset({"invite", "ask"})
ACCEPT = frozenset({"accept", "take"})
DECLINE = frozenset({"decline", "refuse", "reject", "spurn", "snub", "rebuff", "turn", "skip"})
POSTPONE = word_set("slip postpone delay reschedule defer put push move shift suspend")
CANCEL = word_set("cancel call scrap shelve drop axe abandon strike")
SIGN = frozenset(["sign", "initial", "ink", "seal", "conclude"])
PLEDGE = frozenset(["pledge", "promise", "vow", "undertake", "commit"])
SPEECH = word_set(
    "say tell announce confirm report state add declare note insist reveal disclose claim stress "
    "tweet post warn suggest hint indicate argue acknowledge admit concede explain recall recount "
    "quote cite write reply brief"
)
PARTICLES = word_set("off back out down up away over on forward ahead")

# What stands between an official and "to visit". Words with several readings are in the likelier class.
FIRM_PLANS = word_set(
    "scheduled due set slated agreed poised bound booked arranged decided confirmed vowed promised "
    "pledged about decision promise plan-firm announced arrangements schedule undertaken undertook "
    "committed determined resolved planning-firm agreement commitment consented vows agrees promises "
    "accepted"
)
TENTATIVE_PLANS = word_set(
    "expected expects hopes hoped hope hoping intends intended intend intending plans planned plan "
    "planning wants wanted want aims aimed aim likely wishes wished wish like looking keen preparing "
    "tipped eager prepared intention intentions desire ready willing willingness readiness "
    "anticipated projected meant means desires tentatively probable hopeful aspires anxious prepares"
)
SPECULATIVE_PLANS = word_set(
    "considering mulling weighing pondering rumoured rumored reported said believed thought "
    "understood contemplating considers mulls weighs speculated tempted thinking discussing seeking "
    "sought seeks possibility option chance"
)
NO_PLANS = word_set(
    "declined refused failed unable unlikely reluctant able need needs needed how whether used "
    "unwilling unprepared refuses declines fails supposed required reason pressure calls calling call "
    "request requests forced obliged compelled allowed ordered encouraged pressed pressing rejected offer "
    "offers offered too enough time chance-none right refusal failure inability ought persuaded "
    "convinced"
)
