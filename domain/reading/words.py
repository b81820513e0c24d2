"""Closed classes of English words, and nouns that the rules look for."""

from __future__ import annotations

from domain.reading.word_sets import word_set

DETERMINERS = word_set("the a an his her its their my our your this that these those")
PRONOUNS = word_set("he she him her they them i we us")
POSSESSIVES = frozenset({"his", "her", "their", "its", "my", "our", "'s"})

NAME_PARTICLES = word_set(
    "al el bin ibn bint abu abd ben de da do dos das del della di du la le van von der den ter ten zu "
    "zum af av y e ould dei das mac ap ag haj hajj ul ur uz al- el- st"
)

PREPOSITIONS = word_set(
    "of in to at on from with by for about over under between among against into through during after "
    "before since until till toward towards near without within upon across along amid around as "
    "behind beside besides beyond despite except inside like off onto outside per than via following "
    "including regarding concerning alongside aboard"
)
CONJUNCTIONS = word_set(
    "and or but nor so yet while when where if that because although though since after before unless "
    "whereas whether as until once"
)
RELATIVES = frozenset({"who", "which", "that", "whom", "whose", "where", "when"})

AUXILIARIES = word_set(
    "is are was were be been being am has have had having do does did will would shall should may "
    "might can could must ought 'll 'd wo n't not never to going about won't didn't doesn't isn't "
    "wasn't hasn't hadn't wouldn't couldn't can't cannot aren't weren't don't haven't shouldn't"
)
ADVERBS = word_set(
    "also already again then now just only still even ever always often soon later earlier first "
    "finally recently briefly reportedly apparently probably perhaps possibly likely certainly "
    "formally officially personally jointly separately together currently previously originally "
    "initially eventually quietly secretly publicly openly privately immediately once twice himself "
    "herself themselves both each instead therefore meanwhile however moreover today tonight "
    "tentatively provisionally indeed actually really definitely surely abruptly suddenly "
    "unexpectedly in-person directly indirectly repeatedly frequently rarely here there abroad home "
    "back nevertheless thus gratefully gladly readily politely firmly flatly simply warmly too "
    "subsequently presumably supposedly allegedly evidently hopefully shortly long yet further "
    "instead bilaterally virtually nearly almost barely"
)

COMMON = (
    DETERMINERS
    | PREPOSITIONS
    | CONJUNCTIONS
    | AUXILIARIES
    | ADVERBS
    | word_set(
        "he she it they we i you him her them us who what when where why how there here this that these "
        "those some any no none all both each every either neither many much more most few several other "
        "another such one two three four five six seven eight nine ten eleven twelve hundred thousand "
        "million last next officials diplomats critics observers reporters analysts experts people "
        "sources talks relations trade asked earlier later according speaking addressing meanwhile still "
        "yet if should were had read more most president-elect neither nobody everyone somebody nothing "
        "everything"
    )
)
"""Words that a capital at the head of a sentence does not make a name."""

NOT_NAMES = DETERMINERS | word_set(
    "he she it they we i you who what when where why how there here in on at by for from to of and or "
    "but if as after before during while with without since until then also both however meanwhile "
    "although though because not no yes so yet is are was were has have had will would may might can "
    "could shall should must did does do said says say told asked according about over under between "
    "among against some any all each every many most more few several other another such ministry "
    "ministries government governments parliament congress senate assembly council cabinet presidency "
    "embassy consulate palace party party's university college institute institution school academy "
    "bank company corporation corp inc ltd group agency news press times post herald daily tribune "
    "journal gazette wire service television tv radio network media union league association "
    "federation organisation organization foundation fund club team committee commission court "
    "tribunal army navy force forces guard police airport hotel hospital church mosque temple "
    "cathedral museum centre center theatre street avenue road square bridge river lake sea ocean "
    "gulf bay strait mountain mount island islands peninsula valley desert border summit conference "
    "forum treaty agreement accord pact charter declaration memorandum protocol convention act law "
    "bill constitution war games cup championship olympics olympic festival day week month year "
    "century monday tuesday wednesday thursday friday saturday sunday january february march april "
    "june july august september october november december north south east west northern southern "
    "eastern western central great new old red blue black white green god bible koran covid internet "
    "english french german spanish arabic nato asean brics g7 g20 opec imf wto nafta apec aukus quad "
    "osce cis csto sco ecowas afp ap kcna tass related recommendation recommended ranking read see "
    "also source photo image view date copyright most latest breaking update updated exclusive "
    "analysis opinion editorial interview video watch live general-secretary office department state "
    "states administration authority board bureau crisis european african asian american latin arab "
    "western islamic muslim christian jewish orthodox catholic communist socialist democratic "
    "republican conservative liberal labour workers people's nuclear security world international "
    "national federal royal foreign domestic public private joint special supreme officials talks "
    "relations trade energy affairs critics observers sources reporters lorry boatmen elders"
)
"""Capitalised words that are no part of a person's name."""

ORGANS = word_set(
    "ministry government presidency administration embassy cabinet office side authorities officials "
    "parliament chancellery secretariat leadership regime delegation junta court palace"
)
"""What acts for a state without being a person."""

GROUP_NOUNS = word_set(
    "sides leaders ministers presidents countries governments men women neighbours neighbors premiers "
    "nations states counterparts diplomats officials pair duo capitals parties delegations chiefs "
    "allies heads envoys statesmen negotiators rivals politicians"
)
