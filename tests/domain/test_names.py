import subprocess
import sys
from itertools import combinations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from domain.names import Official, keys, same_name, same_official

SAME = [
    # As the contract and its scenarios write them.
    ("Kim Jong-un", "Kim Jong Un"),
    ("Kim Jong-un", "KIM Jong Un"),
    ("Sergey Lavrov", "Sergei Lavrov"),
    ("Sergey Lavrov", "Lavrov"),
    ("Sergei Lavrov", "Lavrov"),
    ("Choe Son Hui", "Choe Son-hui"),
    ("CHOE Son Hui", "Choe Son Hui"),
    ("CHOE Son Hui", "Choe Son-hui"),
    ("Yoon Suk Yeol", "Yoon Suk-yeol"),
    ("Putin", "Vladimir Putin"),
    ("Roh Moo-hyun", "Roh Moo Hyun"),
    ("King Salman", "Salman"),
    ("Zhou Enlai", "Chou En-lai"),
    ("Lucía Sarmiento", "Lucia Sarmiento"),
    ("Benjamín Ayala", "AYALA, Benjamin"),
    ("Nuno Falcão", "Nuno Falcao"),
    ("Inés Cáceres", "Caceres"),
    # Order, case, titles and initials.
    ("Lavrov, Sergey", "Sergey Lavrov"),
    ("LAVROV Sergey", "Sergey Lavrov"),
    ("Sergey Lavrov, Foreign Minister", "Lavrov"),
    ("Russian Foreign Minister Sergey Lavrov", "Sergei Lavrov"),
    ("President Putin", "Vladimir Putin"),
    ("Vladimir Vladimirovich Putin", "Vladimir Putin"),
    ("Putin Vladimir Vladimirovich", "Vladimir Putin"),
    ("Putin V.V.", "Vladimir Putin"),
    ("V. Putin", "Vladimir Putin"),
    ("U.S. President Donald Trump", "Donald J. Trump"),
    ("Joseph R. Biden", "Joe Biden"),
    ("Joseph R. Biden, Jr.", "Joe Biden"),
    ("J. Biden", "Joe Biden"),
    ("Biden", "Joseph Robinette Biden Jr."),
    ("Antony Blinken", "Tony Blinken"),
    ("Mike Pompeo", "Michael R. Pompeo"),
    ("George H. W. Bush", "George H.W. Bush"),
    ("George W. Bush", "George Bush"),
    ("Charles III", "King Charles III"),
    ("King Charles", "Charles III"),
    ("Queen Elizabeth II", "Elizabeth II"),
    ("Pope Francis", "Francis"),
    ("Kishida Fumio", "Fumio Kishida"),
    ("Orbán Viktor", "Viktor Orban"),
    # Korean, Chinese and Vietnamese names.
    ("Kim Jongun", "Kim Jong Un"),
    ("Jong Un Kim", "Kim Jong Un"),
    ("Jong-un Kim", "Kim Jong Un"),
    ("Kim, Jong Un", "Kim Jong Un"),
    ("Kim Jong-eun", "Kim Jong Un"),
    ("Chairman Kim", "Kim Jong Un"),
    ("Kim Chong-il", "Kim Jong Il"),
    ("Kim Il Sung", "Kim Il-song"),
    ("Yun Sok Yol", "Yoon Suk-yeol"),
    ("Yoon Seok-youl", "Yoon Suk Yeol"),
    ("Choe", "Choe Son Hui"),
    ("Choi Sun-hee", "Choe Son Hui"),
    ("Lee Jae-myung", "Lee Jae Myung"),
    ("Moon", "Moon Jae-in"),
    ("Ban Ki-moon", "Ki-moon Ban"),
    ("Park Geun-hye", "Pak Geun Hye"),
    ("Xi", "Xi Jinping"),
    ("President Xi", "Xi Jin-ping"),
    ("Mao Tse-tung", "Mao Zedong"),
    ("Han Zheng", "HAN Zheng"),
    ("Wang Yi", "State Councilor Wang Yi"),
    ("Lee Hsien Loong", "Lee Hsien-Loong"),
    ("Nguyễn Phú Trọng", "Nguyen Phu Trong"),
    ("Trong", "Nguyen Phu Trong"),
    ("To Lam", "Tô Lâm"),
    # Slavic names.
    ("Zelensky", "Volodymyr Zelenskyy"),
    ("Volodymyr Zelensky", "Volodymyr Zelenskiy"),
    ("Dmitry Medvedev", "Dmitri Medvedev"),
    ("Aleksandr Lukashenko", "Alexander Lukashenko"),
    ("Viktor Yanukovych", "Viktor Yanukovich"),
    ("Aleksandar Vučić", "Aleksandar Vucic"),
    ("Сергей Лавров", "Sergey Lavrov"),
    ("Владимир Путин", "Putin"),
    ("Κυριάκος Μητσοτάκης", "Kyriakos Mitsotakis"),
    ("习近平", "Xi Jinping"),
    ("김정은", "Kim Jong Un"),
    ("윤석열", "Yoon Suk Yeol"),
    ("최선희", "Choe Son Hui"),
    # Arabic, Persian and Turkish names.
    ("Mohammed bin Salman", "Muhammad bin Salman"),
    ("Mohammed bin Salman", "Crown Prince Mohammed bin Salman Al Saud"),
    ("Bin Salman", "Mohammed bin Salman"),
    ("King Salman", "Salman bin Abdulaziz Al Saud"),
    ("Abdel Fattah el-Sisi", "Abdel Fattah al-Sisi"),
    ("Abdelfattah El Sisi", "Abdul Fattah al-Sisi"),
    ("Sisi", "Abdel Fattah el-Sisi"),
    ("Bashar al-Assad", "Bashar Assad"),
    ("Khaled Meshaal", "Khalid Meshaal"),
    ("Hossein Amir-Abdollahian", "Hossein Amirabdollahian"),
    ("Hossein Amir-Abdollahian", "Hossein Amir-Abdullahian"),
    ("Ebrahim Raisi", "Ebrahim Raeisi"),
    ("Recep Tayyip Erdoğan", "Erdogan"),
    ("Recep Tayyip Erdoğan", "Tayyip Erdogan"),
    # Spanish, Portuguese, and others of Europe.
    ("Pedro Sánchez", "Pedro Sánchez Pérez-Castejón"),
    ("Sánchez", "Pedro Sánchez Pérez-Castejón"),
    ("Andrés Manuel López Obrador", "López Obrador"),
    ("Andrés Manuel López Obrador", "Andrés López Obrador"),
    ("Lula", "Luiz Inácio Lula da Silva"),
    ("Lula da Silva", "Luiz Inácio Lula da Silva"),
    ("Nicolás Maduro Moros", "Maduro"),
    ("Ursula von der Leyen", "Von der Leyen"),
    ("Jean-Yves Le Drian", "Le Drian"),
    ("Charles de Gaulle", "De Gaulle"),
    ("Frank-Walter Steinmeier", "Frank Walter Steinmeier"),
    ("Angela Müller", "Angela Mueller"),
    ("Katrín Jakobsdóttir", "Katrin Jakobsdottir"),
    ("Katrín", "Katrín Jakobsdóttir"),
    ("Jens Stoltenberg", "Secretary-General Jens Stoltenberg"),
    ("Ben Gurion", "David Ben-Gurion"),
    ("Sheikh Hasina", "Sheikh Hasina Wazed"),
    ("Mahathir Mohamad", "Mahathir bin Mohamad"),
    ("King Abdullah", "Abdullah II bin al-Hussein"),
    ("Prince Faisal bin Farhan", "Faisal bin Farhan Al Saud"),
    ("Qasym-Jomart Tokayev", "Kassym-Jomart Tokayev"),
    ("Nazarbaev", "Nursultan Nazarbayev"),
    ("Mikhail Gorbachev", "Mikhail Gorbachyov"),
    ("S.V. Lavrov", "Sergey Lavrov"),
    ("Sergey V. Lavrov", "Sergey Viktorovich Lavrov"),
    ("Abe", "Abe Shinzo"),
    ("Kim Jong Un (DPRK)", "Kim Jong Un"),
    ("Xi Jinping, President of China", "Xi"),
    ("Ким Чен Ын", "Kim Jong Un"),
    ("Mohammad Javad Zarif", "Javad Zarif"),
    # India.
    ("S. Jaishankar", "Subrahmanyam Jaishankar"),
    ("Jaishankar", "S. Jaishankar"),
    ("Narendra Modi", "Modi"),
    ("Shri Narendra Modi", "Narendra Modi"),
]

DIFFERENT = [
    ("Kim Yo Jong", "Kim Jong Un"),
    ("Kim Yong Nam", "Kim Jong Un"),
    ("Kim Yong Nam", "Kim Jong-un"),
    ("Kim Yong Chol", "Kim Yong Nam"),
    ("Kim Yong Chol", "Kim Jong Un"),
    ("Kim Jong Il", "Kim Jong Un"),
    ("Kim Yong", "Kim Yong Nam"),
    ("Ri Yong Ho", "Ri Yong Gil"),
    ("Han Zheng", "Xi Jinping"),
    ("Wang Yi", "Wang Yang"),
    ("Li Qiang", "Li Keqiang"),
    ("Lee Kuan Yew", "Lee Hsien Loong"),
    ("Park Chung-hee", "Park Geun-hye"),
    ("Nguyen Phu Trong", "Nguyen Xuan Phuc"),
    ("Maria Lavrova", "Sergey Lavrov"),
    ("Lavrova", "Sergey Lavrov"),
    ("Sergey", "Sergey Lavrov"),
    ("Vladimir", "Vladimir Putin"),
    ("Sergey Shoigu", "Sergey Lavrov"),
    ("Dmitry Medvedev", "Dmitry Peskov"),
    ("George H. W. Bush", "George W. Bush"),
    ("Jeb Bush", "George W. Bush"),
    ("Joe Biden", "Jill Biden"),
    ("Donald Trump", "Ivanka Trump"),
    ("Elizabeth II", "Elizabeth I"),
    ("Charles III", "Charles II"),
    ("King Salman", "Mohammed bin Salman"),
    ("Salman", "Mohammed bin Salman"),
    ("Mohammed bin Zayed", "Mohammed bin Salman"),
    ("Abdullah bin Zayed Al Nahyan", "Mohammed bin Zayed Al Nahyan"),
    ("Hassan Rouhani", "Hussein Rouhani"),
    ("Olaf Scholz", "Martin Schulz"),
    ("Scholz", "Schulz"),
    ("Elena Vargas", "Tadeo Quispe"),
    ("Rolando Vaca", "Tadeo Quispe"),
    ("Marta Ozola", "Andris Roze"),
    ("Antony Blinken", "Mike Pompeo"),
    ("Nancy Pelosi", "Joe Biden"),
    ("Richard Nixon", "Donald Trump"),
    ("Pedro Sánchez", "Pedro Castillo"),
    ("Manuel", "Andrés Manuel López Obrador"),
    ("Mario Rossi", "Maria Rossi"),
    ("Walter", "Frank-Walter Steinmeier"),
    ("Narendra", "Narendra Modi"),
    ("Kim Jong Nam", "Kim Jong Un"),
    ("Kim Yo Jong", "Kim Jong Yo"),
    ("Ri Son Gwon", "Ri Su Yong"),
    ("Choe Ryong Hae", "Choe Son Hui"),
    ("Roh Tae-woo", "Roh Moo-hyun"),
    ("Xi Zhongxun", "Xi Jinping"),
    ("Bashar al-Assad", "Hafez al-Assad"),
    ("Abdullah bin Abdulaziz", "Salman bin Abdulaziz"),
    ("Mohammed bin Rashid", "Mohammed bin Zayed"),
    ("Raúl Castro", "Fidel Castro"),
    ("Sergei Ivanov", "Igor Ivanov"),
    ("Jan Novak", "Jana Novak"),
    ("", "Putin"),
    ("...", "Putin"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_variants_of_a_name_are_one(one, other):
    assert same_name(one, other)
    assert same_name(other, one)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_names_of_different_people_are_not(one, other):
    assert not same_name(one, other)
    assert not same_name(other, one)


ALL = sorted({name for pair in SAME + DIFFERENT for name in pair})


def test_names_that_are_the_same_share_a_key():
    for one, other in combinations(ALL, 2):
        if same_name(one, other):
            assert keys(one) & keys(other), (one, other)


def test_a_name_has_few_keys():
    assert max(len(keys(name)) for name in ALL) <= 7


WORDS = sorted({word for name in ALL for word in name.split()})
names = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)


@settings(deadline=None, max_examples=1000)
@given(names, names)
def test_names_of_any_words_share_a_key_where_they_are_the_same(one, other):
    assert same_name(one, other) == same_name(other, one)
    if same_name(one, other):
        assert keys(one) & keys(other)


@settings(deadline=None, max_examples=1000)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4), st.data())
def test_a_name_with_words_missing_or_moved_shares_a_key_where_it_is_the_same(words, data):
    some = data.draw(st.lists(st.sampled_from(words), min_size=1, max_size=4))
    one, other = " ".join(words), " ".join(some)
    if same_name(one, other):
        assert keys(one) & keys(other)


@settings(deadline=2_000)  # Milliseconds: no name takes long.
@given(st.text(max_size=30), st.text(max_size=30))
@example("", " ")
@example(",", ".")
@example("\ud800", "\x00")
@example("King", "of")
@example("a" * 10_000, "-" * 10_000)
@example("'", "-,-")
@example("Abe " + "a" * 190 + "x", "Kim " + "a" * 190 + "x")
def test_odd_input_never_raises(one, other):
    assert same_name(one, one)
    assert keys(one)
    if same_name(one, other):
        assert same_name(other, one)
        assert keys(one) & keys(other)


def test_keys_are_the_same_in_every_process():
    check = "from domain.names import keys; print(sorted(keys('Sergey Lavrov')))"
    printed = subprocess.run([sys.executable, "-c", check], check=True, capture_output=True, text=True).stdout
    assert printed.strip() == str(sorted(keys("Sergey Lavrov")))


def test_officials_of_different_states_differ():
    assert not same_official(Official("RUS", "Lavrov"), Official("PRK", "Lavrov"))


def test_names_decide_where_both_are_known():
    minister = Official("RUS", "Sergey Lavrov", "foreign_minister")
    assert same_official(minister, Official("RUS", "Lavrov", "envoy"))
    assert not same_official(minister, Official("RUS", "Shoigu", "foreign_minister"))


def test_equal_roles_make_officials_the_same_where_a_name_is_missing():
    minister = Official("RUS", "Sergey Lavrov", "foreign_minister")
    assert same_official(minister, Official("RUS", role="foreign_minister"))
    assert same_official(Official("RUS", role="envoy"), Official("RUS", role="envoy"))
    assert not same_official(minister, Official("RUS", role="envoy"))


def test_a_state_alone_means_any_of_its_officials():
    assert same_official(Official("RUS", "Sergey Lavrov", "foreign_minister"), Official("RUS"))
    assert same_official(Official("RUS"), Official("RUS", role="envoy"))
    assert same_official(Official("RUS"), Official("RUS"))


def test_a_name_alone_and_a_role_alone_tell_nothing_of_each_other():
    assert not same_official(Official("RUS", "Lavrov"), Official("RUS", role="foreign_minister"))


def test_an_official_can_be_kept_in_a_set():
    assert len({Official("RUS", "Lavrov"), Official("RUS", "Lavrov"), Official("RUS")}) == 2
