"""Officials whose state English news often leaves out. One line a person: name | state | role.

Used only where the article itself tells no state. Offices change: the role is the best known one, and
what the article calls a person comes first.
"""

from __future__ import annotations

PEOPLE = """
Dmitry Peskov|RUS|spokes
Maria Zakharova|RUS|spokes
Boris Yeltsin|RUS|head_of_state
Mikhail Gorbachev|RUS|head_of_state
Leonid Brezhnev|RUS|head_of_state
Nikita Khrushchev|RUS|head_of_state
Joseph Stalin|RUS|head_of_state
Andrei Gromyko|RUS|foreign_minister
Eduard Shevardnadze|RUS|foreign_minister
Ronald Reagan|USA|head_of_state
Jimmy Carter|USA|head_of_state
Gerald Ford|USA|head_of_state
Richard Nixon|USA|head_of_state
Lyndon Johnson|USA|head_of_state
John F. Kennedy|USA|head_of_state
Dwight Eisenhower|USA|head_of_state
Henry Kissinger|USA|foreign_minister
Jake Sullivan|USA|envoy
Steve Witkoff|USA|envoy
Janet Yellen|USA|other_minister
Scott Bessent|USA|other_minister
Deng Xiaoping|CHN|head_of_state
Mao Zedong|CHN|head_of_state
Mao Tse-tung|CHN|head_of_state
Zhou Enlai|CHN|head_of_government
Chou En-lai|CHN|head_of_government
Kim Il Sung|PRK|head_of_state
Francois Mitterrand|FRA|head_of_state
Charles de Gaulle|FRA|head_of_state
Helmut Kohl|DEU|head_of_government
Willy Brandt|DEU|head_of_government
Konrad Adenauer|DEU|head_of_government
Margaret Thatcher|GBR|head_of_government
Winston Churchill|GBR|head_of_government
Yitzhak Rabin|ISR|head_of_government
Menachem Begin|ISR|head_of_government
Golda Meir|ISR|head_of_government
Yasser Arafat|PSE|head_of_state
Yasir Arafat|PSE|head_of_state
Anwar Sadat|EGY|head_of_state
Gamal Abdel Nasser|EGY|head_of_state
Hafez al-Assad|SYR|head_of_state
Saddam Hussein|IRQ|head_of_state
Ho Chi Minh|VNM|head_of_state
"""
