"""Offices and titles of English news, and which role of the contract each is.

Roles beyond the contract's: `spokes` (speaks for another), `private` (acts for no state, whatever the nation).
"""

from __future__ import annotations

from domain.reading.word_sets import word_set

_ROLES = {
    "head_of_state": """
        president;te beretitenti;beretitenti;head of state;supreme leader;paramount leader;state president;acting president;interim president;
        president-elect;military ruler;junta chief;junta leader;junta head;military leader;ruler;strongman;
        transitional president;governor-general;governor general;general secretary;party chief;captain regent;
        chairman of the presidency;chairwoman of the presidency;member of the presidency;chair of the presidency;
        leader of the revolution;supreme guide;transition president;president of the transition""",
    "head_of_government": """
        prime minister;premier;chancellor;head of government;taoiseach;pm;acting prime minister;
        interim prime minister;caretaker prime minister;first minister;prime minister-designate;chief minister;
        chief executive of hong kong;president of the council of ministers;
        chairman of the council of ministers;president of the government;head of the government;chief adviser""",
    "foreign_minister": """
        foreign minister;foreign secretary;secretary of state;foreign affairs minister;minister of foreign affairs;
        minister for foreign affairs;external affairs minister;minister of external affairs;
        minister for external affairs;top diplomat;chief diplomat;foreign policy chief;foreign chief;
        minister of foreign relations;state secretary for foreign affairs;foreign affairs secretary;
        minister of international relations;international relations minister;high representative;fm;
        secretary for relations with states;foreign affairs chief;foreign trade and affairs minister;
        minister of foreign and european affairs;minister for europe and foreign affairs;foreign relations minister;
        acting foreign minister;eam;veteran diplomat;foreign adviser;foreign affairs adviser;foreign affairs chief;minister of external relations;external relations minister;minister for foreign relations;foreign and european affairs minister;minister of european and foreign affairs;minister of foreign affairs and cooperation;minister of foreign affairs and international cooperation;minister of foreign affairs and trade;minister for foreign affairs and trade;minister of foreign affairs and expatriates;prime cabinet secretary;secretary of external relations""",
    "defence_minister": """
        defence minister;defense minister;defence secretary;defense secretary;secretary of defence;
        secretary of defense;minister of defence;minister of defense;minister for defence;minister of national defence;
        minister of national defense;defence chief;defense chief;pentagon chief;war minister;
        minister of the armed forces;armed forces minister;national defence minister;raksha mantri;
        secretary of war;defence supremo""",
    "other_minister": """
        deputy prime minister;tánaiste;tanaiste;vice chancellor;vice premier;vice prime minister;vice-premier;deputy premier;deputy foreign minister;
        vice foreign minister;vice minister;deputy minister;first deputy prime minister;first vice foreign minister;
        first vice minister;minister;treasury secretary;secretary of the treasury;commerce secretary;
        secretary of commerce;energy secretary;interior secretary;home secretary;homeland security secretary;
        secretary of homeland security;chancellor of the exchequer;finance chief;trade chief;finance chief;
        secretary of agriculture;agriculture secretary;trade representative;us trade representative;
        attorney general;state secretary;minister of state;junior foreign minister;junior minister;
        state councilor;state councillor;commissioner;interior chief;deputy defence minister;
        deputy defense minister;deputy secretary of state;deputy secretary of defense;assistant foreign minister;
        energy chief;environment secretary;business secretary;health secretary;trade secretary;labor secretary;
        cabinet minister;foreign office minister;principal secretary;permanent secretary;cabinet secretary;parliamentary secretary;
        education secretary;transport secretary;economy chief""",
    "envoy": """
        envoy;special envoy;ambassador;special representative;peace envoy;climate envoy;nuclear envoy;
        chief negotiator;negotiator;trade envoy;top envoy;presidential envoy;special presidential representative;top negotiator;chief nuclear negotiator;special adviser;emissary;
        special emissary;high commissioner;charge d'affaires;chargé d'affaires;consul general;deputy envoy;
        national security adviser;nsa;national security advisor;national security chief;security adviser;
        assistant for national security affairs;under-secretary of state;undersecretary of state;
        assistant secretary of state;under secretary of state;un envoy;nuclear negotiator;mediator;
        special presidential envoy;personal envoy;veteran envoy;special coordinator""",
    "royal": """
        king;queen;emperor;empress;crown prince;crown princess;prince;princess;emir;amir;sultan;pope;pontiff;
        grand duke;grand duchess;duke;duchess;monarch;sheikh;ruler of dubai;prince consort;queen consort;tsar;shah;
        crown princess;royal couple;king and queen;queen mother;heir to the throne;deputy emir;princess royal""",
    "delegation": """
        delegation;parliamentary delegation;trade delegation;military delegation;government delegation;
        high-level delegation;ministerial delegation;business delegation;team of officials;mission;
        delegation of officials;official delegation;negotiating team""",
    "other": """
        vice president;vice-president;vp;speaker;parliament speaker;house speaker;speaker of parliament;
        president of the senate;leader;parliament chairman;parliamentary speaker;senate president;
        army chief;chief of staff;chief of the general staff;chief of general staff;spy chief;
        intelligence chief;cia director;director of central intelligence;director of the cia;security chief;chief of defence;
        secretary of the security council;security council secretary;security council chief;
        central bank governor;governor of the central bank;head of the national security council;
        former president;former prime minister;ex-president;ex-premier;former secretary of state;
        former foreign minister;first lady;first deputy chairman;senior official;officer;top general;general;
        military chief;head of state security;chief of army staff;navy chief;air chief;police chief;
        top official;top aide;senior aide;presidential aide;chief justice;
        presidential chief of staff;chief of protocol;deputy chairman of the security council;
        parliamentary leader;speaker of the house;politburo member;senior officer;standing committee chairman;
        vice chairman;deputy leader;opposition leader;opposition figure""",
    "secretary_general": """
        secretary-general;secretary general;un chief;un secretary-general;u.n. chief;u.n. secretary-general;
        united nations secretary-general;united nations chief""",
    "spokes": """
        spokesman;spokeswoman;spokesperson;press secretary;press officer;deputy spokesperson;chief spokesman;
        deputy spokesman;government spokesman;foreign ministry spokesman;foreign ministry spokesperson;
        foreign ministry spokeswoman;ministry spokesman;ministry spokesperson;ministry spokeswoman;spokespersons;
        spokesmen;press attache""",
    "private": """
        nato chief;nato secretary-general;nato secretary general;asean secretary-general;
        chief executive;chief executive officer;ceo;chairman;chairwoman;chief financial officer;director;managing director;
        founder;co-founder;boss;billionaire;businessman;businesswoman;tycoon;investor;entrepreneur;banker;trader;
        captain;skipper;coach;manager;player;striker;goalkeeper;midfielder;defender;athlete;champion;swimmer;
        sprinter;golfer;cyclist;climber;team leader;guide;mayor;deputy mayor;lord mayor;professor;lecturer;
        analyst;expert;economist;historian;scientist;researcher;scholar;fellow;author;writer;novelist;poet;
        singer;actor;actress;star;musician;conductor;pianist;violinist;artist;painter;sculptor;filmmaker;
        film director;designer;chef;journalist;reporter;editor;correspondent;columnist;blogger;doctor;surgeon;
        nurse;teacher;student;pupil;farmer;fisherman;driver;pilot;engineer;lawyer;activist;campaigner;
        pilgrim;tourist;diplomats;diplomat;former diplomat;resident;villager;shopkeeper;
        wife;husband;son;daughter;brother;sister;father;mother;widow;lawmaker;senator;congressman;congresswoman;
        member of parliament;mp;deputy;governor;state governor;provincial governor;city councillor;councillor;
        union leader;team leader;gang leader;rebel leader;church leader;community leader;religious leader;
        archbishop;bishop;cardinal;imam;rabbi;monk;priest;pastor;patriarch;dalai lama;rector;dean;curator;
        university president;club president;company president;president of the club;bank president;
        fifa president;ioc president;president of the federation;federation president;association president;
        president of the university;executive;chief operating officer;head coach;technical director;
        hydrologist;glaciologist;physicist;biologist;adviser;consultant;strategist;observer;
        elder;district commissioner;police officer;soldier;astronaut;cosmonaut;chess grandmaster;grandmaster;
        conservator;librarian;choirmaster;choir director;minister of the church;parish priest;dealer;broker;
        fan;supporter;model;influencer;youtuber;comedian;presenter;anchor;hotelier;restaurateur;winemaker""",
}

OFFICES: dict[tuple[str, ...], str] = {
    tuple(name.split()): role
    for role, names in _ROLES.items()
    for written in " ".join(names.split()).replace("; ", ";").split(";")
    if written
    for name in (written, written.replace("defence", "defense"), written.replace("adviser", "advisor"))
}
"""Words of an office, in small letters and in the singular, to its role."""

PLURALS: dict[str, str] = {
    "ministers": "minister", "presidents": "president", "premiers": "premier", "chancellors": "chancellor",
    "leaders": "leader", "envoys": "envoy", "ambassadors": "ambassador", "kings": "king", "queens": "queen",
    "secretaries": "secretary", "chiefs": "chief", "diplomats": "diplomat", "delegations": "delegation",
    "negotiators": "negotiator", "emirs": "emir", "princes": "prince", "monarchs": "monarch",
    "generals": "general", "heads": "head", "speakers": "speaker", "representatives": "representative",
    "advisers": "adviser", "advisors": "advisor", "premierships": "premier", "spokesmen": "spokesman",
    "spokespeople": "spokesperson", "executives": "executive", "mayors": "mayor", "captains": "captain",
    "governors": "governor", "officials": "official", "pms": "pm", "fms": "fm", "officers": "officer",
    "lawmakers": "lawmaker", "professors": "professor", "analysts": "analyst", "experts": "expert",
    "companies": "company", "sultans": "sultan", "councillors": "councillor", "commissioners": "commissioner",
    "rulers": "ruler", "secretaries-general": "secretary-general",
}  # fmt: skip

# What a minister can be minister for: one of these words stands right before "minister" or "secretary".
PORTFOLIOS = word_set(
    "agriculture agricultural aviation borders commerce communications construction culture defence "
    "defense development digital disaster economic economics economy education electricity emergency "
    "employment energy environment environmental europe european family federal finance fisheries "
    "fishing food forestry forests gas gender health heritage higher home housing immigration "
    "industry information infrastructure innovation interior internal investment irrigation justice "
    "labor labour land lands local maritime migration mines mining mineral natural naval oil "
    "petroleum planning ports power public rail railway railways reconstruction regional relief "
    "resources rural science security shipping social sport sports technology telecommunications "
    "tourism trade transport transportation treasury unification veterans water welfare women works "
    "youth climate affairs foreign overseas cooperation integration integrational reunification "
    "climate budget revenue integration civil and"
)

MODIFIERS = word_set(
    "visiting former then acting interim outgoing incoming new newly elected current caretaker senior "
    "top chief veteran longtime long-time embattled late young old powerful de facto hardline "
    "reformist sitting then- ex deputy first second ailing newly-elected newly-appointed re-elected "
    "appointed ruling their its his her our transitional special joint high-ranking highest-ranking "
    "high-level honorary fellow counterpart military"
)

COURTESY = frozenset({"mr", "mrs", "ms", "miss", "dr", "sir", "lady", "lord", "mme", "madame", "monsieur", "m",
                      "comrade", "cardinal", "archbishop", "gen", "col", "prof", "herr", "frau", "signor", "senor", "señor"})  # fmt: skip

COUNTERPARTS = frozenset({"counterpart", "counterparts", "opposite number", "opposite numbers", "colleague",
                          "colleagues", "homologue"})  # fmt: skip

# Roles among which "the leader", "the president" and the like may point back to a person.
CALLED = {
    "minister": ("foreign_minister", "defence_minister", "other_minister"),
    "foreign minister": ("foreign_minister",),
    "defence minister": ("defence_minister",),
    "president": ("head_of_state",),
    "leader": ("head_of_state", "head_of_government", "royal"),
    "premier": ("head_of_government",),
    "prime minister": ("head_of_government",),
    "chancellor": ("head_of_government",),
    "king": ("royal",), "queen": ("royal",), "prince": ("royal",), "pope": ("royal",), "pontiff": ("royal",),
    "emir": ("royal",), "sultan": ("royal",), "monarch": ("royal",), "crown prince": ("royal",),
    "envoy": ("envoy", "foreign_minister"), "veteran envoy": ("envoy", "foreign_minister"), "top envoy": ("foreign_minister", "envoy"), "diplomat": ("foreign_minister", "envoy"), "top diplomat": ("foreign_minister",),
    "secretary": ("foreign_minister", "defence_minister", "other_minister"),
}  # fmt: skip
