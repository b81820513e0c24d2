"""Who acts in a sentence: offices, posts, appositions, counterparts, lists."""

from __future__ import annotations

from datetime import date

import pytest

from domain.reading.reader import DEFAULT_THRESHOLD, Article
from domain.reading.rules import RuleReader

READER = RuleReader()
DAY = date(2025, 5, 15)  # A Thursday.


def events(text, publisher=None):
    article = Article(text + "\n", DAY, None, publisher)
    return [c.event for c in READER.read(article) if c.score >= DEFAULT_THRESHOLD]


def party(official):
    return official.get("name"), official["state"], official.get("role")


def visitors(text, publisher=None):
    return {(*party(e["visitor"]), e["host"]) for e in events(text, publisher) if "visitor" in e}


def participants(text):
    return [{party(p) for p in e["participants"]} for e in events(text) if "participants" in e]


@pytest.mark.parametrize(
    ("sentence", "visitor"),
    [
        (
            "Wen Hao, member of the Political Bureau of the CPC Central Committee and director of the Office of the "
            "Foreign Affairs Commission, visited Peru last week.",
            ("Wen Hao", "CHN", "other"),
        ),
        (
            "Wen Hao, a member of the Standing Committee of the Political Bureau of the Communist Party of China "
            "Central Committee and Chinese premier, visited Peru last week.",
            ("Wen Hao", "CHN", "head_of_government"),
        ),
        (
            "Le Van Duc, general secretary of the Central Committee of the Communist Party of Vietnam, visited Peru "
            "last week.",
            ("Le Van Duc", "VNM", "head_of_state"),
        ),
        (
            "The speaker of the Georgian parliament, Eka Beridze, visited Peru last week.",
            ("Eka Beridze", "GEO", "other"),
        ),
        (
            "A delegation headed by the speaker of the Georgian parliament, Eka Beridze, visited Peru last week.",
            ("Eka Beridze", "GEO", "other"),
        ),
        (
            "The president of the Council of Ministers of Italy, Carla Neri, visited Peru last week.",
            ("Carla Neri", "ITA", "head_of_government"),
        ),
        (
            "Mr. Duy Le, Prime Minister of the Socialist Republic of Viet Nam, visited Peru last week.",
            ("Duy Le", "VNM", "head_of_government"),
        ),
        (
            "Rita Prata, Prime Minister of the Portuguese Republic, visited Peru last week.",
            ("Rita Prata", "PRT", "head_of_government"),
        ),
        (
            "The Prime Minister of the Republic of Fiji, Hon. Semi Vula, visited Peru last week.",
            ("Semi Vula", "FJI", "head_of_government"),
        ),
        (
            "The Deputy Prime Minister and Minister of Foreign Affairs of the Kingdom of Thailand, H.E. Nok Saelim, "
            "visited Peru last week.",
            ("Nok Saelim", "THA", "foreign_minister"),
        ),
    ],
)
def test_an_office_is_read_with_the_body_and_the_state_it_belongs_to(sentence, visitor):
    assert visitors(sentence) == {(*visitor, "PER")}


def test_an_envoy_is_of_the_state_of_who_sends_them():
    text = "Ghanaian President Kojo Mensah's special envoy, Efua Boateng, visited Peru last week."
    assert visitors(text) == {("Efua Boateng", "GHA", "envoy", "PER")}


@pytest.mark.parametrize(
    "sentence",
    [
        "NATO Secretary General Ole Brandt visited Peru last week.",
        "The president of the Kenyan Olympic Committee, Asha Otieno, visited Peru last week.",
        "A delegation of Kenyan geologists visited Peru last week.",
        "A Kenyan delegation of geologists visited Peru last week.",
    ],
)
def test_who_acts_for_no_state_makes_no_visit(sentence):
    assert events(sentence) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Presidents Asha Otieno of Kenya and Luis Rojas of Peru met in Rome on Monday.",
        "Kenyan and Peruvian presidents Asha Otieno and Luis Rojas met in Rome on Monday.",
        "Asha Otieno and Luis Rojas, the Kenyan and Peruvian presidents, met in Rome on Monday.",
        "The presidents of Kenya and Peru, Asha Otieno and Luis Rojas, met in Rome on Monday.",
    ],
)
def test_names_in_a_row_are_those_of_the_states_in_a_row(sentence):
    assert participants(sentence) == [
        {("Asha Otieno", "KEN", "head_of_state"), ("Luis Rojas", "PER", "head_of_state")}
    ]


def test_the_ministers_of_the_two_countries_are_named_in_the_order_of_the_countries():
    text = (
        "Kenyan President Asha Otieno met Peruvian President Luis Rojas in Lima on Monday. An accord was signed on "
        "Monday by the energy ministers of the two countries, Grace Wanjiru and Pedro Salas."
    )
    signed = next(e for e in events(text) if e["type"] == "agreement_signed")
    assert {party(p) for p in signed["participants"]} == {
        ("Grace Wanjiru", "KEN", "other_minister"),
        ("Pedro Salas", "PER", "other_minister"),
    }


def test_a_counterpart_can_be_told_behind_the_name():
    text = "Asha Otieno, the Kenyan president, will meet Luis Rojas, his Peruvian counterpart, in Rome in June."
    assert participants(text) == [
        {("Asha Otieno", "KEN", "head_of_state"), ("Luis Rojas", "PER", "head_of_state")}
    ]


def test_a_host_does_not_become_the_guest_of_the_same_office():
    found = events("The Somali leader flew to Djibouti on Monday for talks with President Omar Dini.")
    assert {(e["type"], e.get("host")) for e in found} == {("visit_held", "DJI"), ("meeting_held", None)}
    assert found[0]["visitor"] == {"state": "SOM", "role": "head_of_state"}


def test_a_commissioner_is_of_the_union_that_the_article_speaks_of():
    text = "Commissioner Ada Lind will visit Peru in June, the EU said on Monday."
    assert visitors(text) == {("Ada Lind", "EUE", "other_minister", "PER")}


def test_a_family_name_in_capitals_is_the_same_name():
    text = "Prime Minister TANAKA Yuko of Japan visited Peru last week. Yuko Tanaka flew to Chile on Monday."
    assert visitors(text) == {
        ("Tanaka Yuko", "JPN", "head_of_government", "PER"),
        ("Tanaka Yuko", "JPN", "head_of_government", "CHL"),
    }


def test_ministers_can_be_named_with_the_state_they_sign_for():
    for text in (
        "The transport ministers, Mirko Vukic for Montenegro and Besnik Derva for Albania, signed an accord on Monday.",
        "The transport ministers of Montenegro and Albania signed an accord on Monday. Mirko Vukic signed for "
        "Montenegro; Besnik Derva did so for Albania.",
    ):
        assert participants(text) == [
            {("Mirko Vukic", "MNE", "other_minister"), ("Besnik Derva", "ALB", "other_minister")}
        ]


def test_an_office_behind_a_rank_is_the_office():
    text = "General Moussa Abdou, the Nigerien defence minister, met President Ana Costa of Angola on Monday."
    assert participants(text) == [
        {("Moussa Abdou", "NER", "defence_minister"), ("Ana Costa", "AGO", "head_of_state")}
    ]


@pytest.mark.parametrize("word", ["The latter", "His guest", "His interlocutor"])
def test_the_other_of_two_is_meant(word):
    text = f"Kyrgyz President Azat Turdu received Tajik President Rustam Safa in Osh on Monday. {word} will visit Peru."
    assert ("Rustam Safa", "TJK", "head_of_state", "PER") in visitors(text)
    assert "Azat Turdu" not in {visitor[0] for visitor in visitors(text)}


def test_her_colleague_tells_who_she_is():
    text = "Slovak Foreign Minister Jan Hora thanked his Slovene colleague, Nata Kobal, on Monday. She will visit Peru."
    assert visitors(text) == {("Nata Kobal", "SVN", "foreign_minister", "PER")}


def test_a_clause_of_place_does_not_lend_its_subject_to_what_follows():
    text = (
        "Angolan President Ana Costa will go on to Rome on Monday, where Prime Minister Carlo Neri expects her, and "
        "will meet the Palestinian president, Omar Nasser, in Bethlehem on Tuesday."
    )
    assert participants(text) == [
        {("Ana Costa", "AGO", "head_of_state"), ("Omar Nasser", "PSE", "head_of_state")}
    ]


def test_who_is_taken_somewhere_by_a_tour_is_who_makes_it():
    text = (
        "The Turkish president, Emre Kaya, spoke in Ankara on Monday. Mongolian President Oyun Bat, who is on a tour "
        "that took him to Lima and Quito, is expected in Ankara next week."
    )
    assert visitors(text) == {("Oyun Bat", "MNG", "head_of_state", host) for host in ("PER", "ECU", "TUR")}


def test_a_name_that_is_a_month_is_no_date():
    text = "Britain's prime minister, Clara May, met President Ana Costa of Angola on Monday."
    assert participants(text) == [
        {("Clara May", "GBR", "head_of_government"), ("Ana Costa", "AGO", "head_of_state")}
    ]
    assert events(text)[0]["held_on"] == "2025-05-12"


def test_a_text_of_a_ministry_is_written_where_it_stands():
    text = (
        "Briefing, Ministry of Foreign Affairs of Turkmenistan\n\nMinister Oraz Amanov was in Lima on Monday."
    )
    assert visitors(text) == {("Oraz Amanov", "TKM", "other_minister", "PER")}


@pytest.mark.parametrize(
    ("sentence", "who"),
    [
        ("President To Hung of Vietnam visited Peru last week.", ("To Hung", "VNM", "head_of_state", "PER")),
        ("China's vice premier, Wu He, visited Peru last week.", ("Wu He", "CHN", "other_minister", "PER")),
        ("Pope Anselm visited Peru last week.", ("Anselm", "VAT", "royal", "PER")),
    ],
)
def test_small_words_and_popes_are_names(sentence, who):
    assert visitors(sentence) == {who}


def test_a_prince_is_named_as_a_counterpart():
    text = "Oman's foreign minister, Said Harthi, met his Saudi counterpart, Prince Nayef bin Omar, in Rome on Monday."
    assert participants(text) == [
        {("Said Harthi", "OMN", "foreign_minister"), ("Nayef bin Omar", "SAU", "foreign_minister")}
    ]


@pytest.mark.parametrize(
    "text",
    [
        "LIMA, May 15 (Own Wire) -- Rob Tanner opened a shop on Monday. Mr. Tanner will visit Chile in June.",
        "LIMA, May 15 (Own Wire) -- The chamber's president accepted an invitation to Chile on Monday.",
        "No Kenyan president has been to Peru since 1999, said President Luis Paz of Peru.",
    ],
)
def test_who_was_never_said_to_hold_an_office_makes_no_visit(text):
    assert events(text) == []


def test_the_first_visit_by_such_a_one_is_the_visit_told_of():
    text = "Kenyan President Asha Otieno on Monday put off the first visit to Peru by a Kenyan president since 1999."
    assert visitors(text) == {("Asha Otieno", "KEN", "head_of_state", "PER")}


def test_the_presidents_are_those_who_were_told_together():
    text = (
        "The presidents of Kenya and Peru, Asha Otieno and Luis Paz, met in Rome on Monday. Brazil's Caio Prado, whom "
        "both of them trust, was asked to come. The presidents will meet again in Cairo in June."
    )
    pair = {("Asha Otieno", "KEN", "head_of_state"), ("Luis Paz", "PER", "head_of_state")}
    assert participants(text) == [pair, pair]


def test_they_are_all_of_a_list():
    text = (
        "Kenya's president, Asha Otieno, Peru's Luis Paz and Ghana's Kofi Mensah are coming to Rome next week. They "
        "conferred with President Ana Costa of Angola on Monday."
    )
    assert {name for name, *_ in visitors(text)} == {"Asha Otieno", "Luis Paz", "Kofi Mensah"}


def test_congo_is_the_one_whose_capital_is_named():
    text = "President Asha Otieno of Kenya flew to Kinshasa on Monday. She will leave the Congo for Peru on Friday."
    assert {host for *_, host in visitors(text)} == {"COD", "PER"}


def test_he_is_not_one_of_two_who_were_named_together():
    text = (
        "Kenyan Foreign Minister Musa Otieno is back in Nairobi. Presidents Emil Novak of Slovakia and Luis Paz of Peru "
        "met in Rome on Monday. He will visit Chile in June."
    )
    assert ("Musa Otieno", "KEN", "foreign_minister", "CHL") in visitors(text)


def test_two_who_are_telephoned_are_called_one_after_the_other():
    text = "President Asha Otieno of Kenya telephoned King Omar of Jordan and Peru's Luis Paz on Monday."
    assert [{name for name, *_ in row} for row in participants(text)] == [
        {"Asha Otieno", "Omar"},
        {"Asha Otieno", "Luis Paz"},
    ]


def test_a_signature_can_be_told_by_what_was_signed():
    for text in (
        "In the hall lay five agreements, signed on Monday by ministers of Kenya and Peru.",
        "Kenya's minister Grace Wanjiru and Peru's minister Pedro Salas signed a sheaf of papers on Monday.",
        "An accord was signed on Monday by the ambassadors of Kenya and of Peru.",
        "Kenyan Foreign Minister Grace Wanjiru met Pedro Salas, Peru's foreign minister, in Lima on Monday. At the end "
        "two conventions were signed.",
    ):
        signed = [e for e in events(text) if e["type"] == "agreement_signed"]
        assert [{p["state"] for p in e["participants"]} for e in signed] == [{"KEN", "PER"}], text


def test_a_guest_book_is_no_agreement():
    text = "Kenya's minister Grace Wanjiru and Peru's minister Pedro Salas signed the visitors' book on Monday."
    assert events(text) == []


def test_a_small_official_title_before_the_comma_is_stepped_over():
    text = "Finland's Special Representative of the Minister for Foreign Affairs for Mediation, Aino Harju, visited Peru."
    assert visitors(text) == {("Aino Harju", "FIN", "envoy", "PER")}


def test_a_queen_is_of_a_kingdom():
    text = (
        "HELSINKI, May 15 (Own Wire) -- The queen will visit Norway next week, Sweden's court said on Monday."
    )
    assert visitors(text) == {(None, "SWE", "royal", "NOR")}


def test_the_house_of_an_abbreviated_state():
    text = "The speaker of the U.S. House of Representatives, Nora Bell, visited Peru last week."
    assert visitors(text) == {("Nora Bell", "USA", "other", "PER")}


SLOVAK = ("Emil Novak", "SVK", "head_of_government")


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "The Sudanese army chief, Lieutenant General Osman Badri, visited Peru.",
            ("Osman Badri", "SDN", "other"),
        ),
        ("Iran's top security official, Ali Rezaei, visited Peru.", ("Ali Rezaei", "IRN", "other")),
        ("A senior Chinese official, Zhang Wen, visited Peru.", ("Zhang Wen", "CHN", "other")),
        (
            "The Chairman of Bosnia's presidency, Emir Hasic, visited Peru.",
            ("Emir Hasic", "BIH", "head_of_state"),
        ),
        ("Mali's Captain Issa Traoro visited Peru.", ("Issa Traoro", "MLI", "other")),
        ("Emil Novak, who is Slovakia's prime minister, visited Peru.", SLOVAK),
        ("Emil Novak, Slovakia's prime minister since 2021, visited Peru.", SLOVAK),
        ("The Slovak government said its prime minister, Emil Novak, visited Peru.", SLOVAK),
        ('"I visited Peru last week," Slovak Prime Minister Emil Novak told reporters.', SLOVAK),
        (
            "Slovak Prime Minister Emil Novak's deputy, Eva Mala, visited Peru last week.",
            ("Eva Mala", "SVK", "other_minister"),
        ),
        (
            "Foreign Minister Anna Visser (Netherlands) visited Peru last week.",
            ("Anna Visser", "NLD", "foreign_minister"),
        ),
    ],
)
def test_who_visits_is_found_in_a_plain_sentence(sentence, expected):
    assert visitors(sentence) == {(*expected, "PER")}


def test_who_goes_together_with_a_visitor_goes_too():
    text = "Slovak Prime Minister Emil Novak, together with Croatia's Ivo Babic, will travel to Peru in June."
    assert {name for name, *_ in visitors(text)} == {"Emil Novak", "Ivo Babic"}


def test_a_queen_of_one_state_and_a_premier_of_another_are_two():
    text = "Bhutan's queen mother and Nepal's prime minister, Sarita Thapa, visited Peru last week."
    assert ("Sarita Thapa", "NPL", "head_of_government", "PER") in visitors(text)


@pytest.mark.parametrize(
    "sentence",
    [
        "In Luanda, Slovakia's prime minister, Emil Novak, and his delegation met President Ana Costa on Monday.",
        "The Slovak prime minister, Emil Novak, was welcomed by his Angolan host, President Ana Costa, on Monday.",
        "Slovak Prime Minister Emil Novak received in Bratislava on Monday the Angolan president, Ana Costa.",
    ],
)
def test_the_other_side_of_a_meeting_is_found(sentence):
    assert participants(sentence) == [{SLOVAK, ("Ana Costa", "AGO", "head_of_state")}]


def test_two_ministers_can_be_named_behind_their_group():
    text = "The two foreign ministers, Slovakia's Jan Hora and Angola's Rui Neto, met in Rome on Monday."
    assert participants(text) == [
        {("Jan Hora", "SVK", "foreign_minister"), ("Rui Neto", "AGO", "foreign_minister")}
    ]


def test_neither_of_two_goes():
    assert (
        events("Neither Slovak Prime Minister Emil Novak nor President Ana Costa of Angola will visit Peru.")
        == []
    )


def test_a_minister_without_a_name_can_be_she():
    text = (
        "Colombia's foreign minister said on Tuesday that she would visit Peru in June. The minister, Alba Quintero, "
        "gave no details."
    )
    assert visitors(text) == {("Alba Quintero", "COL", "foreign_minister", "PER")}


def test_a_park_that_bears_a_city_s_name_is_no_city():
    found = events(
        "Maldivian Foreign Minister Aisha Shif met Sri Lanka's premier, Nim Perera, at Temple Trees on Monday."
    )
    assert found[0].get("host") is None


def test_the_one_who_invites_her_is_not_she():
    text = "Thai Prime Minister Suda Charoen is in Bangkok. Peru's president invited her on Monday to visit Lima in June."
    invited = next(e for e in events(text) if e["type"] == "invitation_extended")
    assert (party(invited["inviter"]), party(invited["invitee"])[0]) == (
        (None, "PER", "head_of_state"),
        "Suda Charoen",
    )


def test_a_state_before_a_comma_does_not_describe_who_comes_next():
    text = "After Peru, Kenyan President Asha Otieno will travel to Chile in June."
    assert visitors(text) == {("Asha Otieno", "KEN", "head_of_state", "CHL")}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("European Council chief Pia Wit visited Peru last week.", ("Pia Wit", "EUE", "head_of_state")),
        (
            "The head of Sudan's sovereign council, Gen. Abdel Badri, visited Peru.",
            ("Abdel Badri", "SDN", "other"),
        ),
        ("Emperor Hiroto visited Peru last week.", ("Hiroto", "JPN", "royal")),
    ],
)
def test_heads_of_unions_and_councils(sentence, expected):
    assert visitors(sentence) == {(*expected, "PER")}


def test_the_head_of_a_party_alone_acts_for_no_state():
    assert events("The head of Kenya's biggest party, Musa Otieno, visited Peru last week.") == []


def test_where_somebody_goes_on_to_tells_not_who_the_next_one_is():
    text = (
        "HANOI, May 15 (Own Wire) -- Japanese Foreign Minister Ken Mori, who leaves for Laos on Saturday, met Prime "
        "Minister Le Van Nam on Monday."
    )
    assert {
        ("Ken Mori", "JPN", "foreign_minister"),
        ("Le Van Nam", "VNM", "head_of_government"),
    } in participants(text)


def test_two_offices_share_the_state_behind_them():
    text = (
        "Kenyan Foreign Minister Asha Otieno met the president and prime minister of Georgia in Rome on Monday."
    )
    states = {p["state"] for e in events(text) for p in e["participants"]}
    assert states == {"KEN", "GEO"}


def test_a_call_to_two_is_two_calls():
    text = (
        "A call from Brazilian Foreign Minister Otavio Lemos to President Asha Otieno of Kenya and King Omar of Jordan "
        "on Monday ended the row."
    )
    assert [{name for name, *_ in row} for row in participants(text)] == [
        {"Otavio Lemos", "Asha Otieno"},
        {"Otavio Lemos", "Omar"},
    ]


def test_a_briefing_of_the_united_nations_speaks_of_its_own_envoys():
    text = (
        "The Secretary-General thanked them. The Special Representative, Yasmin Noor, visited Peru last week."
    )
    assert visitors(text) == {("Yasmin Noor", "UNO", "envoy", "PER")}


def test_lands_that_are_not_in_every_table_act_too():
    text = "Cook Islands Prime Minister Tama Marsters visited Niue last week."
    assert visitors(text) == {("Tama Marsters", "COK", "head_of_government", "NIU")}


def test_us_in_capitals_is_a_state_and_no_pronoun():
    text = "Kenyan Foreign Minister Asha Otieno held talks in Lima on Monday with US Secretary of State Helen Ford."
    assert participants(text) == [{("Asha Otieno", "KEN", "foreign_minister"), ("Helen Ford", "USA", "foreign_minister")}]


def test_a_prince_can_be_a_minister():
    text = "Prince Faisal bin Omar, Saudi Arabia's foreign minister, visited Peru last week."
    assert visitors(text) == {("Faisal bin Omar", "SAU", "foreign_minister", "PER")}


def test_a_royal_is_known_by_title_and_first_name():
    assert visitors("Princess Anne visited Peru last week.") == {("Anne", "GBR", "royal", "PER")}


def test_the_head_of_a_province_acts_for_no_state():
    text = "Jane Miller, the premier of Ontario, visited Peru last week. She met the president of Katanga, Luc Mbuyi."
    assert visitors(text) == set()
    assert participants(text) == []


def test_an_adjective_with_a_hyphen_is_one():
    text = "The Bissau-Guinean foreign minister, Ivone Tavares, visited Peru last week."
    assert visitors(text) == {("Ivone Tavares", "GNB", "foreign_minister", "PER")}
