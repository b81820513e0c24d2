"""Officials whose state English news often leaves out. One line a person: name | state | role.

Used only where the article itself tells no state. Offices change: the role is the best known one, and
what the article calls a person comes first.
"""

from __future__ import annotations

PEOPLE = """
Vladimir Putin|RUS|head_of_state
Dmitry Medvedev|RUS|other
Sergei Lavrov|RUS|foreign_minister
Sergei Shoigu|RUS|other
Mikhail Mishustin|RUS|head_of_government
Dmitry Peskov|RUS|spokes
Maria Zakharova|RUS|spokes
Boris Yeltsin|RUS|head_of_state
Mikhail Gorbachev|RUS|head_of_state
Leonid Brezhnev|RUS|head_of_state
Nikita Khrushchev|RUS|head_of_state
Joseph Stalin|RUS|head_of_state
Andrei Gromyko|RUS|foreign_minister
Eduard Shevardnadze|RUS|foreign_minister
Joe Biden|USA|head_of_state
Donald Trump|USA|head_of_state
Barack Obama|USA|head_of_state
George W. Bush|USA|head_of_state
Bill Clinton|USA|head_of_state
Ronald Reagan|USA|head_of_state
Jimmy Carter|USA|head_of_state
Gerald Ford|USA|head_of_state
Richard Nixon|USA|head_of_state
Lyndon Johnson|USA|head_of_state
John F. Kennedy|USA|head_of_state
Dwight Eisenhower|USA|head_of_state
Kamala Harris|USA|other
JD Vance|USA|other
Mike Pence|USA|other
Antony Blinken|USA|foreign_minister
Mike Pompeo|USA|foreign_minister
Rex Tillerson|USA|foreign_minister
John Kerry|USA|foreign_minister
Hillary Clinton|USA|foreign_minister
Condoleezza Rice|USA|foreign_minister
Colin Powell|USA|foreign_minister
Madeleine Albright|USA|foreign_minister
Henry Kissinger|USA|foreign_minister
Marco Rubio|USA|foreign_minister
Lloyd Austin|USA|defence_minister
Pete Hegseth|USA|defence_minister
Jake Sullivan|USA|envoy
Steve Witkoff|USA|envoy
Janet Yellen|USA|other_minister
Scott Bessent|USA|other_minister
Xi Jinping|CHN|head_of_state
Li Qiang|CHN|head_of_government
Li Keqiang|CHN|head_of_government
Wang Yi|CHN|foreign_minister
Qin Gang|CHN|foreign_minister
Hu Jintao|CHN|head_of_state
Jiang Zemin|CHN|head_of_state
Deng Xiaoping|CHN|head_of_state
Mao Zedong|CHN|head_of_state
Mao Tse-tung|CHN|head_of_state
Zhou Enlai|CHN|head_of_government
Chou En-lai|CHN|head_of_government
Kim Jong Un|PRK|head_of_state
Kim Jong Il|PRK|head_of_state
Kim Il Sung|PRK|head_of_state
Kim Yo Jong|PRK|other
Choe Son Hui|PRK|foreign_minister
Ri Yong Ho|PRK|foreign_minister
Han Duck-soo|KOR|head_of_government
Park Jin|KOR|foreign_minister
Cho Tae-yul|KOR|foreign_minister
Cho Hyun|KOR|foreign_minister
Chung Eui-yong|KOR|foreign_minister
Kang Kyung-wha|KOR|foreign_minister
Kim Dae-jung|KOR|head_of_state
Park Geun-hye|KOR|head_of_state
Roh Moo-hyun|KOR|head_of_state
Lee Myung-bak|KOR|head_of_state
Moon Jae-in|KOR|head_of_state
Yoon Suk-yeol|KOR|head_of_state
Lee Jae-myung|KOR|head_of_state
Shinzo Abe|JPN|head_of_government
Fumio Kishida|JPN|head_of_government
Yoshihide Suga|JPN|head_of_government
Shigeru Ishiba|JPN|head_of_government
Sanae Takaichi|JPN|head_of_government
Narendra Modi|IND|head_of_government
Manmohan Singh|IND|head_of_government
Subrahmanyam Jaishankar|IND|foreign_minister
Imran Khan|PAK|head_of_government
Shehbaz Sharif|PAK|head_of_government
Nawaz Sharif|PAK|head_of_government
Pervez Musharraf|PAK|head_of_state
Volodymyr Zelenskyy|UKR|head_of_state
Volodymyr Zelensky|UKR|head_of_state
Dmytro Kuleba|UKR|foreign_minister
Andrii Sybiha|UKR|foreign_minister
Petro Poroshenko|UKR|head_of_state
Alexander Lukashenko|BLR|head_of_state
Emmanuel Macron|FRA|head_of_state
Francois Hollande|FRA|head_of_state
Nicolas Sarkozy|FRA|head_of_state
Jacques Chirac|FRA|head_of_state
Francois Mitterrand|FRA|head_of_state
Charles de Gaulle|FRA|head_of_state
Angela Merkel|DEU|head_of_government
Olaf Scholz|DEU|head_of_government
Friedrich Merz|DEU|head_of_government
Annalena Baerbock|DEU|foreign_minister
Frank-Walter Steinmeier|DEU|head_of_state
Gerhard Schroeder|DEU|head_of_government
Helmut Kohl|DEU|head_of_government
Willy Brandt|DEU|head_of_government
Konrad Adenauer|DEU|head_of_government
Keir Starmer|GBR|head_of_government
Rishi Sunak|GBR|head_of_government
Boris Johnson|GBR|head_of_government
Theresa May|GBR|head_of_government
David Cameron|GBR|head_of_government
Tony Blair|GBR|head_of_government
Margaret Thatcher|GBR|head_of_government
Winston Churchill|GBR|head_of_government
David Lammy|GBR|foreign_minister
Queen Elizabeth|GBR|royal
King Charles|GBR|royal
Giorgia Meloni|ITA|head_of_government
Antonio Tajani|ITA|foreign_minister
Silvio Berlusconi|ITA|head_of_government
Pedro Sanchez|ESP|head_of_government
Viktor Orban|HUN|head_of_government
Peter Szijjarto|HUN|foreign_minister
Donald Tusk|POL|head_of_government
Andrzej Duda|POL|head_of_state
Radoslaw Sikorski|POL|foreign_minister
Aleksandar Vucic|SRB|head_of_state
Recep Tayyip Erdogan|TUR|head_of_state
Recep Tayyip Erdoğan|TUR|head_of_state
Hakan Fidan|TUR|foreign_minister
Mevlut Cavusoglu|TUR|foreign_minister
Nikol Pashinyan|ARM|head_of_government
Ilham Aliyev|AZE|head_of_state
Kassym-Jomart Tokayev|KAZ|head_of_state
Nursultan Nazarbayev|KAZ|head_of_state
Shavkat Mirziyoyev|UZB|head_of_state
Benjamin Netanyahu|ISR|head_of_government
Yitzhak Rabin|ISR|head_of_government
Menachem Begin|ISR|head_of_government
Shimon Peres|ISR|head_of_government
Ariel Sharon|ISR|head_of_government
Golda Meir|ISR|head_of_government
Mahmoud Abbas|PSE|head_of_state
Yasser Arafat|PSE|head_of_state
Yasir Arafat|PSE|head_of_state
Anwar Sadat|EGY|head_of_state
Gamal Abdel Nasser|EGY|head_of_state
Hosni Mubarak|EGY|head_of_state
Abdel Fattah el-Sisi|EGY|head_of_state
Bashar al-Assad|SYR|head_of_state
Hafez al-Assad|SYR|head_of_state
Ahmed al-Sharaa|SYR|head_of_state
Mohammed bin Salman|SAU|royal
King Salman|SAU|royal
King Abdullah|JOR|royal
King Hussein|JOR|royal
Mohamed bin Zayed|ARE|head_of_state
Hassan Rouhani|IRN|head_of_state
Ebrahim Raisi|IRN|head_of_state
Masoud Pezeshkian|IRN|head_of_state
Mohammad Javad Zarif|IRN|foreign_minister
Abbas Araghchi|IRN|foreign_minister
Mahmoud Ahmadinejad|IRN|head_of_state
Saddam Hussein|IRQ|head_of_state
Muammar Gaddafi|LBY|head_of_state
Justin Trudeau|CAN|head_of_government
Mark Carney|CAN|head_of_government
Melanie Joly|CAN|foreign_minister
Luiz Inacio Lula da Silva|BRA|head_of_state
Jair Bolsonaro|BRA|head_of_state
Javier Milei|ARG|head_of_state
Nicolas Maduro|VEN|head_of_state
Hugo Chavez|VEN|head_of_state
Gustavo Petro|COL|head_of_state
Claudia Sheinbaum|MEX|head_of_state
Andres Manuel Lopez Obrador|MEX|head_of_state
Fidel Castro|CUB|head_of_state
Raul Castro|CUB|head_of_state
Miguel Diaz-Canel|CUB|head_of_state
Cyril Ramaphosa|ZAF|head_of_state
Nelson Mandela|ZAF|head_of_state
Paul Kagame|RWA|head_of_state
William Ruto|KEN|head_of_state
Abiy Ahmed|ETH|head_of_government
Bola Tinubu|NGA|head_of_state
Anthony Albanese|AUS|head_of_government
Scott Morrison|AUS|head_of_government
Penny Wong|AUS|foreign_minister
Jacinda Ardern|NZL|head_of_government
Ferdinand Marcos Jr.|PHL|head_of_state
Rodrigo Duterte|PHL|head_of_state
Prabowo Subianto|IDN|head_of_state
Joko Widodo|IDN|head_of_state
Anwar Ibrahim|MYS|head_of_government
Hun Sen|KHM|head_of_government
To Lam|VNM|head_of_state
Ho Chi Minh|VNM|head_of_state
Tsai Ing-wen|TWN|head_of_state
Lai Ching-te|TWN|head_of_state
Jens Stoltenberg|NOR|other
Ursula von der Leyen|EUE|head_of_government
Charles Michel|EUE|head_of_state
Antonio Costa|EUE|head_of_state
Josep Borrell|EUE|foreign_minister
Kaja Kallas|EUE|foreign_minister
Antonio Guterres|UNO|head_of_state
Ban Ki-moon|UNO|head_of_state
Kofi Annan|UNO|head_of_state
Pope Francis|VAT|royal
Pope Leo|VAT|royal
Pope John Paul|VAT|royal
Pope Benedict|VAT|royal
"""
