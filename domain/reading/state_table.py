"""How English news names the states: own table. One line a state:

    code | names | demonyms and adjectives | capital and other seats, first the one where the state sits

A name that ends in ``!`` is also an ordinary word or a personal name, and counts only in the company of
a preposition or a possessive.
"""

from __future__ import annotations

STATES = """
AFG|Afghanistan|Afghan,Afghani,Afghans|Kabul
ALB|Albania|Albanian,Albanians|Tirana
DZA|Algeria|Algerian,Algerians|Algiers
AND|Andorra|Andorran,Andorrans|Andorra la Vella
AGO|Angola|Angolan,Angolans|Luanda
ATG|Antigua and Barbuda,Antigua & Barbuda,Antigua|Antiguan,Antiguans|Saint John's
ARG|Argentina,the Argentine|Argentine,Argentinian,Argentinean,Argentines|Buenos Aires,Casa Rosada
ARM|Armenia|Armenian,Armenians|Yerevan
AUS|Australia|Australian,Aussie,Australians|Canberra
AUT|Austria|Austrian,Austrians|Vienna
AZE|Azerbaijan|Azerbaijani,Azeri,Azerbaijanis|Baku
BHS|the Bahamas,Bahamas|Bahamian,Bahamians|Nassau
BHR|Bahrain|Bahraini,Bahrainis|Manama
BGD|Bangladesh|Bangladeshi,Bangladeshis|Dhaka,Dacca
BRB|Barbados|Barbadian,Bajan|Bridgetown
BLR|Belarus,Byelorussia|Belarusian,Belarussian,Belarusians|Minsk
BEL|Belgium|Belgian,Belgians|
BLZ|Belize|Belizean|Belmopan
BEN|Benin|Beninese,Beninois|Porto-Novo,Cotonou
BTN|Bhutan|Bhutanese|Thimphu
BOL|Bolivia|Bolivian,Bolivians|La Paz,Sucre,Palacio Quemado
BIH|Bosnia and Herzegovina,Bosnia-Herzegovina,Bosnia & Herzegovina,Bosnia|Bosnian,Bosnians|Sarajevo
BWA|Botswana|Botswanan,Motswana,Batswana|Gaborone
BRA|Brazil|Brazilian,Brazilians|Brasilia,Brasília,Planalto,Itamaraty
BRN|Brunei,Brunei Darussalam|Bruneian|Bandar Seri Begawan
BGR|Bulgaria|Bulgarian,Bulgarians|Sofia!
BFA|Burkina Faso,Burkina,Upper Volta|Burkinabe,Burkinabè,Burkinabé|Ouagadougou
BDI|Burundi|Burundian,Burundians|Gitega,Bujumbura
KHM|Cambodia,Kampuchea|Cambodian,Khmer,Cambodians|Phnom Penh
CMR|Cameroon|Cameroonian,Cameroonians|Yaounde,Yaoundé
CAN|Canada|Canadian,Canadians|Ottawa,Parliament Hill,Rideau Hall
CPV|Cape Verde,Cabo Verde|Cape Verdean,Cabo Verdean|Praia
CAF|Central African Republic,CAR!|Central African|Bangui
TCD|Chad|Chadian,Chadians|N'Djamena,Ndjamena
CHL|Chile|Chilean,Chileans|Santiago,La Moneda
CHN|China,People's Republic of China,PRC,Communist China,Red China,mainland China|Chinese,CPC,CCP|Beijing,Peking,Zhongnanhai,Great Hall of the People,Diaoyutai
COL|Colombia|Colombian,Colombians|Bogota,Bogotá
COM|Comoros,the Comoros|Comorian,Comoran|Moroni
COD|Democratic Republic of the Congo,Democratic Republic of Congo,DR Congo,DRC,Congo-Kinshasa,Zaire|Congolese,Zairean|Kinshasa
COG|Republic of the Congo,Republic of Congo,Congo-Brazzaville,Congo Republic,Congo|Congo-Brazzaville's|Brazzaville
CRI|Costa Rica|Costa Rican,Costa Ricans|San Jose,San José
CIV|Ivory Coast,Cote d'Ivoire,Côte d'Ivoire|Ivorian,Ivoirian,Ivorians|Abidjan,Yamoussoukro
HRV|Croatia|Croatian,Croat,Croatians,Croats|Zagreb
CUB|Cuba|Cuban,Cubans|Havana
CYP|Cyprus|Cypriot,Greek Cypriot,Cypriots|Nicosia
CZE|Czech Republic,the Czech Republic,Czechia|Czech,Czechs|Prague
DNK|Denmark|Danish,Dane,Danes|Copenhagen
DJI|Djibouti|Djiboutian|Djibouti City
DMA|Dominica|Dominican of Dominica|Roseau
DOM|Dominican Republic,the Dominican Republic|Dominican,Dominicans|Santo Domingo
ECU|Ecuador|Ecuadorian,Ecuadorean,Ecuadorians|Quito
EGY|Egypt,United Arab Republic|Egyptian,Egyptians|Cairo
SLV|El Salvador|Salvadoran,Salvadorean,Salvadorian|San Salvador
GNQ|Equatorial Guinea|Equatoguinean,Equatorial Guinean|Malabo
ERI|Eritrea|Eritrean,Eritreans|Asmara
EST|Estonia|Estonian,Estonians|Tallinn
SWZ|Eswatini,Swaziland|Swazi,Emaswati|Mbabane,Lobamba
ETH|Ethiopia|Ethiopian,Ethiopians|Addis Ababa
FJI|Fiji|Fijian,Fijians|Suva
FIN|Finland|Finnish,Finn,Finns|Helsinki
FRA|France|French,Frenchman,Frenchmen|Paris!,Elysee,Élysée,Élysee,Elysée,Quai d'Orsay,Matignon
GAB|Gabon|Gabonese|Libreville
GMB|Gambia,the Gambia,The Gambia|Gambian,Gambians|Banjul
GEO|Georgia!|Georgian,Georgians|Tbilisi
DEU|Germany,West Germany,Federal Republic of Germany|German,West German,Germans|Berlin,Bonn
GHA|Ghana|Ghanaian,Ghanian,Ghanaians|Accra
GRC|Greece|Greek,Hellenic,Greeks|Athens
GRD|Grenada|Grenadian|St. George's
GRL|Greenland|Greenlandic,Greenlander|Nuuk
GTM|Guatemala|Guatemalan,Guatemalans|Guatemala City
GIN|Guinea|Guinean|Conakry
GNB|Guinea-Bissau|Bissau-Guinean,Guinea-Bissauan|Bissau
GUY|Guyana|Guyanese|Georgetown
HTI|Haiti|Haitian,Haitians|Port-au-Prince
HND|Honduras|Honduran,Hondurans|Tegucigalpa
HKG|Hong Kong|Hong Konger|
HUN|Hungary|Hungarian,Magyar,Hungarians|Budapest
ISL|Iceland|Icelandic,Icelander|Reykjavik,Reykjavík
IND|India|Indian,Indians|New Delhi,Delhi,South Block,Rashtrapati Bhavan,Hyderabad House
IDN|Indonesia|Indonesian,Indonesians|Jakarta
IRN|Iran,Islamic Republic of Iran,Persia,the Islamic Republic|Iranian,Iranians,Persian|Tehran,Teheran
IRQ|Iraq|Iraqi,Iraqis|Baghdad
IRL|Ireland,Republic of Ireland,Irish Republic|Irish,Irishman|Dublin
ISR|Israel|Israeli,Israelis|Jerusalem,Tel Aviv,Knesset
ITA|Italy|Italian,Italians|Rome,Quirinale,Palazzo Chigi,Farnesina
JAM|Jamaica|Jamaican,Jamaicans|Kingston
JPN|Japan|Japanese|Tokyo,Kantei
JOR|Jordan!,Hashemite Kingdom|Jordanian,Jordanians|Amman
KAZ|Kazakhstan|Kazakh,Kazakhstani,Kazakhs|Astana,Nur-Sultan,Akorda
KEN|Kenya|Kenyan,Kenyans|Nairobi
KIR|Kiribati|Kiribati's,I-Kiribati|Tarawa
XKX|Kosovo|Kosovar,Kosovan,Kosovo Albanian|Pristina,Prishtina
KWT|Kuwait|Kuwaiti,Kuwaitis|Kuwait City
KGZ|Kyrgyzstan,Kirghizia,Kyrgyz Republic|Kyrgyz,Kyrgyzstani|Bishkek
LAO|Laos,Lao PDR,Lao People's Democratic Republic|Laotian,Lao|Vientiane
LVA|Latvia|Latvian,Latvians|Riga
LBN|Lebanon|Lebanese|Beirut
LSO|Lesotho|Basotho,Mosotho|Maseru
LBR|Liberia|Liberian,Liberians|Monrovia
LBY|Libya|Libyan,Libyans|Tripoli
LIE|Liechtenstein|Liechtensteiner|Vaduz
LTU|Lithuania|Lithuanian,Lithuanians|Vilnius
LUX|Luxembourg|Luxembourgish,Luxembourger|Luxembourg City
MAC|Macau,Macao|Macanese|
MDG|Madagascar|Malagasy,Madagascan|Antananarivo
MWI|Malawi|Malawian,Malawians|Lilongwe
MYS|Malaysia|Malaysian,Malaysians|Kuala Lumpur,Putrajaya
MDV|Maldives,the Maldives|Maldivian,Maldivians|Male!,Malé
MLI|Mali|Malian,Malians|Bamako
MLT|Malta|Maltese|Valletta
MHL|Marshall Islands,the Marshall Islands|Marshallese|Majuro
MRT|Mauritania|Mauritanian,Mauritanians|Nouakchott
MUS|Mauritius|Mauritian,Mauritians|Port Louis
MEX|Mexico|Mexican,Mexicans|Mexico City,Los Pinos
FSM|Micronesia,Federated States of Micronesia|Micronesian|Palikir
MDA|Moldova,Republic of Moldova|Moldovan,Moldavian,Moldovans|Chisinau,Chișinău
MCO|Monaco|Monegasque,Monégasque|
MNG|Mongolia|Mongolian,Mongolians,Mongol|Ulaanbaatar,Ulan Bator
MNE|Montenegro|Montenegrin,Montenegrins|Podgorica
MAR|Morocco|Moroccan,Moroccans|Rabat
MOZ|Mozambique|Mozambican,Mozambicans|Maputo
MMR|Myanmar,Burma|Burmese,Myanmarese|Naypyidaw,Naypyitaw,Nay Pyi Taw,Rangoon,Yangon
NAM|Namibia|Namibian,Namibians|Windhoek
NRU|Nauru|Nauruan|Yaren
NPL|Nepal|Nepali,Nepalese,Nepalis|Kathmandu,Katmandu,Singha Durbar
NLD|Netherlands,the Netherlands,Holland|Dutch,Dutchman|The Hague,the Hague,Amsterdam
NZL|New Zealand|New Zealander,Kiwi,New Zealanders|Wellington!,the Beehive
NIC|Nicaragua|Nicaraguan,Nicaraguans|Managua
NER|Niger|Nigerien|Niamey
NGA|Nigeria|Nigerian,Nigerians|Abuja,Aso Rock
PRK|North Korea,DPRK,Democratic People's Republic of Korea,N. Korea,N.Korea,NK,the North|North Korean,North Koreans,N. Korean,WPK,Workers' Party of Korea|Pyongyang
MKD|North Macedonia,Macedonia,FYROM|Macedonian,North Macedonian,Macedonians|Skopje
NOR|Norway|Norwegian,Norwegians|Oslo
OMN|Oman|Omani,Omanis|Muscat
PAK|Pakistan|Pakistani,Pakistanis|Islamabad,Rawalpindi
PLW|Palau|Palauan|Ngerulmud,Koror
PSE|Palestine,Palestinian Authority,Palestinian territories,State of Palestine,the Palestinians|Palestinian,Palestinians|Ramallah
PAN|Panama|Panamanian,Panamanians|Panama City
PNG|Papua New Guinea,PNG|Papua New Guinean|Port Moresby
PRY|Paraguay|Paraguayan,Paraguayans|Asuncion,Asunción
PER|Peru|Peruvian,Peruvians|Lima
PHL|Philippines,the Philippines|Philippine,Filipino,Filipina,Filipinos|Manila,Malacanang,Malacañang
POL|Poland|Polish,Pole,Poles|Warsaw
PRT|Portugal|Portuguese|Lisbon
PRI|Puerto Rico|Puerto Rican|
QAT|Qatar|Qatari,Qataris|Doha
ROU|Romania,Rumania|Romanian,Romanians,Rumanian|Bucharest,Cotroceni
RUS|Russia,Russian Federation,Soviet Union,the Soviet Union,USSR,U.S.S.R.|Russian,Soviet,Russians,Soviets|Moscow,Kremlin,the Kremlin
RWA|Rwanda|Rwandan,Rwandese,Rwandans|Kigali,Urugwiro
KNA|Saint Kitts and Nevis,St. Kitts and Nevis,St Kitts and Nevis|Kittitian|Basseterre
LCA|Saint Lucia,St. Lucia,St Lucia|Saint Lucian,St. Lucian|Castries
VCT|Saint Vincent and the Grenadines,St. Vincent and the Grenadines,St Vincent and the Grenadines|Vincentian|Kingstown
WSM|Samoa|Samoan|Apia
SMR|San Marino|Sammarinese|
STP|Sao Tome and Principe,São Tomé and Príncipe,Sao Tome|Santomean,Sao Tomean|
SAU|Saudi Arabia,the Kingdom of Saudi Arabia|Saudi,Saudi Arabian,Saudis|Riyadh,Jeddah
SEN|Senegal|Senegalese|Dakar
SRB|Serbia,Yugoslavia|Serbian,Serb,Serbs,Yugoslav,Serbians|Belgrade
SYC|Seychelles,the Seychelles|Seychellois|
SLE|Sierra Leone|Sierra Leonean,Sierra Leoneans|Freetown
SGP|Singapore|Singaporean,Singaporeans|Istana
SVK|Slovakia,Slovak Republic|Slovak,Slovakian,Slovaks|Bratislava
SVN|Slovenia|Slovenian,Slovene,Slovenians|Ljubljana
SLB|Solomon Islands,the Solomon Islands,the Solomons|Solomon Islander,Solomon Islands'|Honiara
SOM|Somalia,Somali Republic|Somali,Somalian,Somalis|Mogadishu,Villa Somalia
ZAF|South Africa|South African,South Africans|Pretoria,Union Buildings,Tshwane
KOR|South Korea,Republic of Korea,ROK,S. Korea,S.Korea,the South|South Korean,South Koreans,S. Korean|Seoul,Blue House,the Blue House,Cheong Wa Dae
SSD|South Sudan|South Sudanese|Juba
ESP|Spain|Spanish,Spaniard,Spaniards|Madrid,Moncloa
LKA|Sri Lanka,Ceylon|Sri Lankan,Sri Lankans|Colombo,Sri Jayawardenepura Kotte
SDN|Sudan|Sudanese|Khartoum,Port Sudan
SUR|Suriname,Surinam|Surinamese|Paramaribo
SWE|Sweden|Swedish,Swede,Swedes|Stockholm
CHE|Switzerland|Swiss|Bern,Berne
SYR|Syria,Syrian Arab Republic|Syrian,Syrians|Damascus
TWN|Taiwan,Republic of China,Chinese Taipei,Formosa|Taiwanese|Taipei
TJK|Tajikistan|Tajik,Tajikistani,Tajiks|Dushanbe
TZA|Tanzania|Tanzanian,Tanzanians|Dodoma,Dar es Salaam
THA|Thailand,Siam|Thai,Thais|Bangkok,Government House
TLS|East Timor,Timor-Leste,Timor Leste|East Timorese,Timorese|Dili
TGO|Togo|Togolese|Lome,Lomé
TON|Tonga|Tongan,Tongans|Nuku'alofa,Nukualofa
TTO|Trinidad and Tobago,Trinidad & Tobago,Trinidad|Trinidadian|Port of Spain
TUN|Tunisia|Tunisian,Tunisians|Tunis,Carthage Palace
TUR|Turkey,Türkiye,Turkiye|Turkish,Turk,Turks|Ankara
TKM|Turkmenistan|Turkmen|Ashgabat
TUV|Tuvalu|Tuvaluan|Funafuti
UGA|Uganda|Ugandan,Ugandans|Kampala,Entebbe
UKR|Ukraine|Ukrainian,Ukrainians|Kyiv,Kiev
ARE|United Arab Emirates,the United Arab Emirates,UAE,U.A.E.,the Emirates|Emirati,Emiratis|Abu Dhabi,Dubai
GBR|United Kingdom,the United Kingdom,UK,U.K.,Britain,Great Britain,England,Scotland,Wales|British,Briton,Britons,English,UK's|London,Downing Street,Number 10,Whitehall,Buckingham Palace,Chequers,Windsor Castle
USA|United States,the United States,United States of America,US,U.S.,USA,U.S.A.,America|American,Americans|Washington,White House,the White House,State Department,the State Department,Pentagon,the Pentagon,Oval Office,Camp David,Mar-a-Lago,Capitol Hill,Foggy Bottom
URY|Uruguay|Uruguayan,Uruguayans|Montevideo
UZB|Uzbekistan|Uzbek,Uzbekistani,Uzbeks|Tashkent
VUT|Vanuatu|Vanuatuan,ni-Vanuatu,Ni-Vanuatu|Port Vila
VAT|Vatican,the Vatican,Holy See,the Holy See,Vatican City|papal|
VEN|Venezuela|Venezuelan,Venezuelans|Caracas,Miraflores
VNM|Vietnam,Viet Nam,Socialist Republic of Viet Nam,North Vietnam|Vietnamese|Hanoi,Ha Noi
YEM|Yemen|Yemeni,Yemenis,Yemenite|Sanaa,Sana'a,Aden
ZMB|Zambia|Zambian,Zambians|Lusaka
COK|Cook Islands,the Cook Islands,Cooks!|Cook Islander|Rarotonga,Avarua
NIU|Niue|Niuean,Niueans|Alofi
FRO|Faroe Islands,the Faroe Islands,the Faroes|Faroese|Torshavn,Tórshavn
ESH|Western Sahara,Sahrawi Republic,Sahrawi Arab Democratic Republic|Sahrawi|
GIB|Gibraltar|Gibraltarian|
ZWE|Zimbabwe,Rhodesia|Zimbabwean,Zimbabweans,Rhodesian|Harare
EUE|European Union,the European Union,EU,E.U.,European Commission,the European Commission,European Council,the European Council|EU's|Berlaymont
UNO|United Nations,the United Nations,UN,U.N.|UN's|
"""

# Places of the map that are no seat of power, and which the table of cities has not, or ambiguously.
# They tell the host of a visit, but never act.
PLACES = """
CHN|Great Hall,Hangzhou,Wuhan,Hong Kong Island,Sochi of China,Xi'an,Beidaihe,Dalian,Boao,Tianjin,Chengdu,Kunming
USA|New York,New York City,Washington DC,Washington D.C.,San Francisco,Los Angeles,Sunnylands,Palm Beach,San Clemente,Alaska,Anchorage,Hawaii,Honolulu,Texas,California,Florida,Virginia,Maryland,Chicago,Boston,Houston,Andrews Air Force Base,Annapolis,Dayton
RUS|Vladivostok,St. Petersburg,St Petersburg,Saint Petersburg,Sochi,Kazan,Vostochny Cosmodrome,Vostochny,Russian Far East,Siberia,Grozny,Kaliningrad,Chechnya
PRK|Panmunjom,Kaesong,Rason,Sinuiju,Wonsan
KOR|Jeju,Jeju Island,Busan,Incheon,Gyeongju
EGY|Sharm el-Sheikh,Sharm el Sheikh,Alexandria,El Alamein,New Alamein
CHE|Geneva,Davos,Zurich,Lausanne,Montreux,Burgenstock,Bürgenstock
BEL|Brussels,Antwerp,Bruges
IDN|Bali,Nusa Dua,Bandung,Batam,Yogyakarta
IND|Hyderabad,Mumbai,Goa,Ahmedabad,Gujarat,Varanasi,Kolkata,Bengaluru,Bangalore,Chennai,Kashmir
JPN|Hiroshima,Osaka,Kyoto,Okinawa,Nagasaki,Hokkaido,Sapporo,Nara
TUR|Istanbul,Antalya,Izmir
DEU|Munich,Hamburg,Frankfurt,Bavaria,Ramstein,Meseberg,Dresden
FRA|Strasbourg,Nice!,Marseille,Lyon,Versailles,Biarritz,Normandy,Evian,Cannes
GBR|Edinburgh,Belfast,Northern Ireland,Cardiff,Glasgow,Cornwall,Blenheim Palace,Balmoral,Manchester,Birmingham
ITA|Milan!,Naples,Venice,Palermo,Sicily,Turin,Trieste,Puglia
ESP|Barcelona,Seville,Malaga,Granada
PRT|Porto,Azores,Madeira
AUT|Salzburg,Hofburg
NLD|Rotterdam,Maastricht
UKR|Lviv,Odesa,Odessa,Kharkiv,Crimea,Yalta,Dnipro,Chernivtsi
POL|Krakow,Kraków,Gdansk,Gdańsk,Rzeszow,Rzeszów
MEX|Cancun,Los Cabos,Tijuana,Guadalajara,Monterrey
CAN|Toronto,Montreal,Quebec,Quebec City,Vancouver,Calgary,Kananaskis,Charlevoix,Halifax,Ontario,British Columbia,Alberta
CAN|Manitoba,Saskatchewan,Nova Scotia,New Brunswick,Newfoundland
BRA|Rio de Janeiro,Rio,Sao Paulo,São Paulo,Belem,Belém,Foz do Iguacu,Manaus
ARG|Mendoza,Bariloche,Ushuaia,Cordoba
PER|Cusco,Puno,Desaguadero,Arequipa,Machu Picchu
CHL|Punta Arenas,Valparaiso,Valparaíso,Antofagasta,Vina del Mar
COL|Cartagena,Medellin,Medellín,Cali,Cucuta
ECU|Guayaquil,Galapagos,Cuenca
BOL|Santa Cruz,Cochabamba
PAK|Karachi,Lahore,Peshawar
SAU|Mecca,Medina,Dhahran,Neom,AlUla
MAR|Casablanca,Marrakesh,Marrakech,Tangier
KAZ|Almaty
UZB|Samarkand,Bukhara
VNM|Ho Chi Minh City,Da Nang,Danang,Saigon,Hue
THA|Chiang Mai,Phuket,Pattaya
KHM|Siem Reap,Sihanoukville
LAO|Luang Prabang,Pakse
MYS|Langkawi,Penang,Kota Kinabalu,Johor
PHL|Cebu,Davao,Subic,Clark Air Base
ZAF|Cape Town,Johannesburg,Durban
KEN|Mombasa,Kisumu,Naivasha
ETH|Bahir Dar,Mekelle,Dire Dawa
TZA|Arusha,Zanzibar
UGA|Kampala City,Gulu
NGA|Lagos,Kano
GHA|Kumasi
RWA|Gisenyi,Musanze
ISR|Haifa,Eilat,Dead Sea resort,Ben Gurion
PSE|Gaza,West Bank,Bethlehem,Jericho,Gaza City
IRN|Isfahan,Mashhad,Qom,Shiraz,Bushehr
IRQ|Basra,Erbil,Irbil,Najaf,Mosul
SYR|Aleppo,Latakia,Homs
LBY|Benghazi,Tobruk,Sirte
SDN|Darfur
YEM|Hodeidah
GEO|Batumi
AZE|Shusha,Nakhchivan
CYP|Larnaca,Limassol,Paphos
GRC|Thessaloniki,Crete,Rhodes
HRV|Dubrovnik,Zadar
SVN|Brdo,Bled
SRB|Novi Sad,Nis
BIH|Mostar,Banja Luka
MNE|Budva,Kotor
ALB|Durres,Vlora
HUN|Pecs,Pécs,Kecskemet,Szeged,Debrecen
ROU|Timisoara,Cluj,Constanta,Iasi
BGR|Varna,Plovdiv
LVA|Jurmala
LTU|Kaunas
EST|Tartu,Narva
FIN|Turku,Rovaniemi,Tampere
SWE|Gothenburg,Malmo,Malmö,Uppsala
NOR|Bergen,Tromso,Tromsø,Svalbard,Trondheim
DNK|Aarhus,Odense,Marienborg
ISL|Keflavik
IRL|Cork,Shannon,Galway,Farmleigh
AUS|Sydney,Melbourne,Perth,Brisbane,Adelaide,Darwin,Cairns,Queensland,New South Wales,Tasmania
NZL|Auckland,Christchurch,Queenstown,Waitangi,Rotorua
CUB|Guantanamo,Santiago de Cuba
PAN|Contadora
GTM|Antigua Guatemala,Esquipulas
NPL|Pokhara,Lumbini
BGD|Chittagong,Chattogram,Cox's Bazar
LKA|Hambantota,Kandy,Jaffna
MMR|Mandalay,Bagan
TKM|Awaza,Turkmenbashi
TJK|Khorog
KGZ|Cholpon-Ata,Osh
DZA|Oran,Constantine
TUN|Sfax,Djerba,Carthage
"""
