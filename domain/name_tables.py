"""What `domain.names` has to know about names: plain tables, all in lower-case ASCII."""

# ruff: noqa: SIM905 (a table of words is easier to read and to add to without the quotes)

# Words in front of a name that are never part of it.
TITLES = frozenset(
    """
    mr mrs ms miss mx dr prof professor sir dame lord lady baron baroness count hon honorable
    honourable excellency majesty highness holiness his her the acting interim former ex late
    president vice deputy first prime premier minister chancellor secretary general gen marshal
    admiral colonel col lt maj lieutenant major chairman chairwoman chair chairperson speaker
    senator sen governor ambassador envoy commissioner representative rep high commander chief
    leader supreme director foreign defence defense finance interior state foreignminister
    king queen prince princess crown emperor empress sultan emir amir sheikh sheik shaikh
    shaykh pope ayatollah imam tsar shah comrade herr frau monsieur madame senor senora
    taoiseach tanaiste councilor councillor pm fm of for and affairs external relations
    """.split()
)

# Titles that end a description ("Russian Foreign Minister …"): all up to the last is left out.
OFFICES = frozenset(
    """
    president minister premier chancellor secretary chairman chairwoman chairperson marshal
    ambassador envoy commissioner senator pm
    """.split()
)

# A royal is called by the first name, not by the last.
ROYAL_TITLES = frozenset(
    "king queen prince princess emperor empress sultan emir amir sheikh sheik pope".split()
)

SUFFIXES = frozenset("jr sr junior senior esq phd md mp kc qc obe".split())

NUMERALS = frozenset("i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii".split())

# Part of a family name that reports leave out, write apart or join as they like.
PARTICLES = frozenset(
    """
    al el as ash ad at an ar de da do dos das del della dello di du des la las los van von der den
    ten ter zu zur af av y e
    """.split()
)

# "bin Salman" is the son of Salman: the two words become one, which is not the name Salman.
PATRONYMICS = {"bin": "bin ", "ibn": "bin ", "ben": "ben", "bint": "bint "}

# "Abdel Fattah", "Abd al-Fattah" and "Abdelfattah" are one given name.
SERVANT_OF = ("abdoul", "abdul", "abdel", "abdal", "abd")

NICKNAMES = {
    short: full
    for full, shorts in {
        "abraham": "abe",
        "albert": "al",
        "aleksander": "alexander aleksandr alexandr aleksandar alex oleksandr alyaksandr",
        "alexei": "aleksei alexey aleksey alexi aleksej",
        "andrew": "andy",
        "anthony": "antony tony",
        "benjamin": "ben benyamin binyamin bibi",
        "catherine": "katherine kate cathy",
        "charles": "charlie chuck",
        "christopher": "chris",
        "daniel": "dan danny",
        "david": "dave",
        "dmitri": "dmitrij dimitri dmytro",
        "donald": "don",
        "edward": "ed ted eddie",
        "elizabeth": "liz beth betty",
        "gerald": "gerry jerry",
        "gregory": "greg",
        "jacob": "jake",
        "james": "jim jimmy jamie",
        "jeffrey": "jeff geoff geoffrey",
        "john": "jack johnny",
        "joseph": "joe joey",
        "kenneth": "ken",
        "lawrence": "larry laurence",
        "luiz": "luis",
        "margaret": "maggie",
        "mark": "marc",
        "matthew": "matt",
        "michael": "mike mick",
        "mohammed": "mohamed mohammad muhammad muhammed mohamad mohd muhamad mehmed",
        "nicholas": "nick",
        "patrick": "pat",
        "peter": "pete",
        "philip": "phil phillip",
        "richard": "rick dick ricky",
        "robert": "bob rob bobby",
        "ronald": "ron",
        "samuel": "sam",
        "sergei": "sergey serguei sergej",
        "stephen": "steven steve",
        "susan": "sue",
        "theodore": "teddy",
        "theresa": "teresa terry",
        "thomas": "tom tommy",
        "timothy": "tim",
        "vladimir": "wladimir",
        "volodymyr": "volodimir wolodymyr",
        "william": "bill billy will willy",
        "yevgeny": "evgeny evgeni yevgeni",
        "yuri": "yury iuri jurij",
    }.items()
    for short in shorts.split()
}

# Given names that stand in the middle of long names and call nobody when they stand alone.
MIDDLE_NAMES = frozenset(
    """
    alberto alejandro alexander andres angel antonio carlos daniel david diego eduardo enrique
    felipe fernando francisco gabriel guillermo hugo ignacio jair javier joao john jorge jose
    joseph juan luis luiz manuel maria mario michael miguel nicolas pablo paul pedro rafael ramon
    ricardo roberto robert sebastian victor walker walter
    """.split()
)

# Korean family names: the variants of each in the spelling of the DPRK's news agency.
KOREAN_FAMILIES = {
    variant: name
    for name, variants in {
        "an": "ahn",
        "cha": "",
        "chang": "jang",
        "chae": "",
        "cho": "jo",
        "choe": "choi",
        "chong": "jong jung chung jeong",
        "chon": "jon jeon chun",
        "chu": "ju joo",
        "ha": "",
        "han": "",
        "hong": "",
        "ho": "heo hur huh",
        "hwang": "",
        "hyon": "hyun hyeon",
        "kang": "gang",
        "kim": "gim",
        "ko": "go koh",
        "kwon": "gwon kwun",
        "min": "",
        "mun": "moon",
        "nam": "",
        "o": "oh",
        "pae": "bae",
        "paek": "baek paik",
        "pak": "park bak",
        "ri": "lee yi rhee i",
        "rim": "lim im",
        "ro": "roh noh no",
        "ryu": "yoo yu ryoo",
        "sin": "shin",
        "so": "seo suh",
        "son": "sohn",
        "song": "",
        "u": "woo",
        "yang": "",
        "yun": "yoon",
    }.items()
    for variant in [name, *variants.split()]
}

CHINESE_FAMILIES = frozenset(
    """
    bai bo cai cao chen cheng chi deng dong du fan fang feng fu gao geng gu guo han he hu hua huang
    jia jiang jin kong lai lam leung li liang lin liu long lu luo ma mao mei meng ni pan peng qian
    qiao qin qiu ren shen shi song su sun tan tang tian tsai wan wang wei wen wu xi xia xiao xie xu
    xue yan yang yao ye yi yin yu yuan zeng zhang zhao zheng zhong zhou zhu zou
    """.split()
)

# Vietnamese officials are called by the last word of their names as well.
VIETNAMESE_FAMILIES = frozenset(
    """
    bui cao dang dao dinh do doan duong ha ho hoang huynh le luong ly mai ngo nguyen pham phan
    phung ta to tran trinh truong vo vu vuong
    """.split()
)

# Of Japanese officials whose names the press writes in either order.
JAPANESE_FAMILIES = frozenset(
    """
    abe aso fukuda hashimoto hatoyama hayashi hosokawa ikeda ishiba iwaya kaifu kamikawa kan kishi
    kishida koizumi kono miki miyazawa mori motegi murayama nakasone nakatani noda obuchi ohira
    okada sato suga suzuki takaichi takeshita tanaka uno
    """.split()
)

# Spellings of older or other systems that no rule of ours leads back to today's.
OLD_SPELLINGS = {
    "chou en lai": "zhou enlai",
    "chou enlai": "zhou enlai",
    "mao tse tung": "mao zedong",
    "mao tsetung": "mao zedong",
    "teng hsiao ping": "deng xiaoping",
    "teng hsiaoping": "deng xiaoping",
    "hua kuo feng": "hua guofeng",
    "hua kuofeng": "hua guofeng",
    "chiang ching kuo": "jiang jingguo",
    "chiang kai shek": "jiang jieshi",
    "jin zhengen": "kim jong un",
    "kim chen in": "kim jong un",
    "kim chen yn": "kim jong un",
    "si tszinpin": "xi jinping",
}

OLD_FAMILIES = dict.fromkeys(("gaddafi", "qaddafi", "kadhafi", "gadhafi", "qadhafi"), "kadafi")
