"""Different Latin spellings of the same name, and names that only look alike.

A spelling table, not a list of people: South Asian, Persian and Arabic names are transcribed by ear, so one person
signs Kulsoom, Kulsum and Kalsoom. Each line is one name; its first spelling is the key. Spellings on different lines
are different names, however similar (Hassan is not Hussain, Sajid is not Sajjad). Names on no line are compared by
`crm.names.keys`.
"""

SAME_NAME = """
muhammad mohammad mohammed muhammed mohamed mohamad muhamad muhamed mohd md mhd muhd mohammd mehmed محمد
ahmad ahmed ahmet احمد
hassan hasan hassaan hasaan حسن
hussain husain hussein husein hossain hosain hossein husayn حسین
hussaina husaina
ali aly aley alee علی
aliya alia aaliya aliyah
raza reza riza razaa رضا
abbas abbass عباس
sajjad sajad sajaad سجاد
sajid sajed sajeed ساجد
jamal jamaal جمال
jamil jameel jamel جمیل
jamila jameela jamilah
kamal kamaal کمال
kamil kaamil kameel
karim kareem کریم
karam
rahim raheem rahem رحیم
rahman rehman rahmaan rehmaan رحمان رحمن
salim saleem selim salem سلیم
salam
salman salmaan سلمان
salma selma سلمیٰ
nasir naser nasser naasir ناصر
nasr
nazir nazeer نذیر
hamid hameed حمید
hamida hameeda
hammad hamad حماد
hamza hamzah حمزہ
rashid rasheed rashed راشد رشید
rashida rasheeda
rasul rasool رسول
majid majeed majed ماجد مجید
wahid waheed واحد وحید
walid waleed ولید
khalid khaled khaleed خالد
khalida khaleda
khalil khaleel خلیل
tahir taher taahir طاہر
tahira tahera
zahid zaheed زاہد
zahida zaheda
zahir zaheer zahoor ظہیر
shahid shahed شاہد
shaheed
asif aasif asef آصف عاصف
asima asma aasma اسماء
atif aatif عاطف
arif aarif aref عارف
imran emran imraan عمران
kamran kamraan کامران
umar omar umer omer عمر
amir aamir ameer emir عامر امیر
usman osman uthman othman usmaan عثمان
bilal belal bilaal بلال
iqbal eqbal اقبال
ibrahim ebrahim ibraheem abrahim ابراہیم
ismail esmail ismael ismaeel اسماعیل
yusuf yousuf yousaf yousef youssef yusef yusaf yosuf yousof یوسف
yunus younus younas younis yonus یونس
yaqub yaqoob yakub yakoob yaqob yaakub یعقوب
ayub ayoub ayyub ayoob ایوب
dawud dawood daud daood داؤد
javed javaid jawed javid javeed jawaid جاوید
jawad javad جواد
junaid junayd jonaid جنید
faisal faysal feisal فیصل
fahad fahd فہد
tariq tarik tareq tarek tareeq طارق
adnan adnaan عدنان
noor nur nour نور
nawaz navaz nawaaz نواز
ghulam gholam gulam ghulaam غلام
qurban ghurban kurban qorban قربان
qasim kasim qasem kasem qassim kassim قاسم
hakim hakeem hakem حکیم
aqeel aqil akil akeel aqeil عقیل
shakil shakeel shakel شکیل
sunil suneel سنیل
zaman zamaan زمان
zamin zameen
javeria javeriya juwairia
fatima fatimah fatema fatemah fatma فاطمہ
zainab zeinab zaynab zaineb zeynab zaenab zeenab زینب
zahra zehra zahraa zohra زہرا زہرہ
ruqayya ruqayyah ruqaya ruqayah rukaya rukayya roqaya ruqaiya ruqia رقیہ
maryam meryam mariam marium mariyam miriam maryum مریم
marzia marziya marzieh marziyah مرضیہ
masooma masuma masouma massoma masoomah معصومہ
kulsoom kulsum kalsoom kulthum kalsum kulsom umkulsum کلثوم
khadija khadijah khadeeja khadeja khadijeh خدیجہ
ayesha aisha aysha aesha aishah ayisha عائشہ
amina aminah ameena aamina آمنہ امینہ
samina sameena samena ثمینہ
shazia shaziya shazya shaziah شازیہ
nazia naziya نازیہ
sadia saadia sadiya saadiya سعدیہ
shagufta shaguftah shugufta shagufteh شگفتہ
rahila raheela rahela راحیلہ
zakia zakiya zakiah ذکیہ
laila layla leila laylah leyla lailah لیلیٰ لیلی
gulalai gulalay gulalei
spogmai spozhmai spozmai spogmay spozhmay سپوږمۍ
zarmina zarmeena zarmineh زرمینہ
palwasha palwashah پلوشہ
parveen parvin perveen parwin پروین
nasreen nasrin nasreen نسرین
yasmin yasmeen jasmin jasmine یاسمین
hina heena hena حنا
saima saimah صائمہ
sana sanaa ثناء
bibi begum begam bebe khatoon khatun khanum بی‌بی بیگم
khan khaan خان
hashmi hashimi hashemi hashmy ہاشمی
naqvi naqwi naqavi naqwy naqvy nakvi نقوی
rizvi razvi rizwi rizavi razavi rizvy رضوی
kazmi kazimi kazemi kazmy کاظمی
jafri jaffri jafry jafari jaffery jaferi jaafri jaffari jafree جعفری
jafar jaffar jafer jaffer جعفر
zaidi zaydi zaidy zaide زیدی
abidi abedi عابدی
bukhari bokhari bukhary بخاری
gilani geelani jilani گیلانی
haidari haideri hyderi hydari haydari heidari حیدری
haider haidar hyder haydar حیدر
nazari nazary nazaree نظری
rezai rezaei rezaie razai رضائی
changezi changazi changezy changizi چنگیزی
hazara hazarah hazarah ہزارہ
jaghori jaghuri jaghoori جاغوری
yawari yavari یاوری
mirza meerza mirzaa مرزا
baig beg bayg baigh بیگ
sheikh shaikh shaykh sheik sheykh شیخ
siddiqui siddiquee siddiqi siddique siddiquie sediqi صدیقی
qureshi quraishi qureishi koreshi quraishy qureshy قریشی
chaudhry chaudhary choudhry choudhary chowdhury chowdhry chaudry chaudhari choudhury چوہدری
butt bhatt bhutt but بٹ
bhatti bhatty bhati بھٹی
bhutto bhuto بھٹو
malik mallik maalik melik ملک
akhtar akhter akthar اختر
ansari ansary ansaari انصاری
afridi afreedi apridi afridy آفریدی
khattak khatak khattack خٹک
durrani durani durranee durany درانی
yousafzai yusufzai yousufzai yosufzai yousafzay یوسفزئی
khushal khoshal khushhal خوشحال
zalmay zalmai zalmey زلمی
masih messih maseeh masseh massey messiah مسیح
bashir basheer bashir بشیر
shah shaah شاہ
mahmood mehmood mahmud mehmud mahmoud محمود
mehdi mahdi mehdy مہدی
mushtaq mushtaque mushtak مشتاق
ijaz ejaz aijaz اعجاز
ayaz ayyaz ایاز
riaz riyaz reyaz riaaz ریاض
niaz niyaz نیاز
fayyaz fayaz faiyaz فیاض
shahbaz shehbaz
shahzad shehzad shahzaad شہزاد
sohail suhail sohel سہیل
zubair zubayr zobair زبیر
""".strip()

# English short forms. They lead one way, to the full name; several full names may share a short form.
SHORT_NAMES = {
    "abby": ("abigail",), "al": ("albert", "alan"), "alex": ("alexander", "alexandra"), "andy": ("andrew",),
    "barb": ("barbara",), "ben": ("benjamin",), "bert": ("albert", "robert"), "beth": ("elizabeth",),
    "betsy": ("elizabeth",), "betty": ("elizabeth",), "bill": ("william",), "billy": ("william",), "bob": ("robert",),
    "bobby": ("robert",), "cathy": ("catherine",), "charlie": ("charles",), "chuck": ("charles",),
    "chris": ("christopher", "christine"), "cindy": ("cynthia",), "dan": ("daniel",), "danny": ("daniel",),
    "dave": ("david",), "deb": ("deborah",), "debbie": ("deborah",), "dick": ("richard",), "don": ("donald",),
    "dot": ("dorothy",), "doug": ("douglas",), "ed": ("edward", "edwin"), "eddie": ("edward",), "ellie": ("eleanor",),
    "fred": ("frederick",), "gene": ("eugene",), "ginny": ("virginia",), "greg": ("gregory",), "hal": ("harold",),
    "hank": ("henry",), "harry": ("harold", "henry"), "jack": ("john",), "jackie": ("jacqueline",),
    "jake": ("jacob",), "jeff": ("jeffrey",), "jen": ("jennifer",), "jenny": ("jennifer",), "jerry": ("gerald",),
    "jim": ("james",), "jimmy": ("james",), "joe": ("joseph",), "joey": ("joseph",), "johnny": ("john",),
    "jon": ("jonathan", "john"), "josh": ("joshua",), "kate": ("katherine", "catherine"), "kathy": ("katherine",),
    "katie": ("katherine",), "ken": ("kenneth",), "kim": ("kimberly",), "larry": ("lawrence",), "liz": ("elizabeth",),
    "lou": ("louis",), "maggie": ("margaret",), "mandy": ("amanda",), "matt": ("matthew",), "meg": ("margaret",),
    "mel": ("melvin",), "mike": ("michael",), "mickey": ("michael",), "molly": ("mary",), "nancy": ("anne",),
    "nat": ("nathan", "nathaniel"), "nate": ("nathan", "nathaniel"), "ned": ("edward",), "nick": ("nicholas",),
    "pam": ("pamela",), "pat": ("patrick", "patricia"), "patty": ("patricia",), "peg": ("margaret",),
    "peggy": ("margaret",), "pete": ("peter",), "phil": ("philip",), "ray": ("raymond",), "rich": ("richard",),
    "rick": ("richard",), "ricky": ("richard",), "rob": ("robert",), "robbie": ("robert",), "ron": ("ronald",),
    "sally": ("sarah",), "sam": ("samuel", "samantha"), "sammy": ("samuel",), "sandy": ("sandra",),
    "steve": ("steven", "stephen"), "sue": ("susan",), "susie": ("susan",), "ted": ("edward", "theodore"),
    "teddy": ("edward", "theodore"), "terry": ("terence", "theresa"), "tim": ("timothy",), "tom": ("thomas",),
    "tommy": ("thomas",), "tony": ("anthony",), "vicky": ("victoria",), "vince": ("vincent",), "will": ("william",),
    "willy": ("william",),
}  # fmt: skip


def words(text: str) -> frozenset[str]:
    """Split a text into words; keeps the long lists below readable."""
    return frozenset(text.split())


# So common that two people of one name in one town are normal: such a name never matches on name and town.
EVERYDAY_GIVEN = words(
    """
    muhammad ahmad ali hassan hussain abbas imran usman umar bilal faisal asif tariq sajjad khalid nasir shahid zahid
    tahir kamran adnan javed abdul fatima ayesha maryam
    john james robert michael william david richard joseph thomas mary jennifer maria jose juan singh kaur
    """
)
EVERYDAY_FAMILY = words(
    """
    khan ahmad ali hussain hassan muhammad raza malik shah iqbal akhtar bibi butt
    smith johnson williams brown jones garcia rodriguez martinez hernandez lee singh kaur patel
    """
)
# Common: a namesake in the same town would be a coincidence, one elsewhere would not.
FREQUENT_GIVEN = EVERYDAY_GIVEN | words(
    """
    raza sajid yusuf ibrahim ismail hamza mahmood iqbal rashid salman salim karim abdullah noor ghulam haider akbar
    aslam akram zubair sohail shahzad junaid waqas arif amir
    zainab amina sana hina saima sadia samina nazia shazia parveen nasreen zahra khadija
    charles daniel mark paul steven george linda elizabeth susan patricia barbara carlos luis ram mohan
    """
)
FREQUENT_FAMILY = EVERYDAY_FAMILY | words(
    """
    chaudhry sheikh qureshi siddiqui mirza mahmood javed abbas haider rahman baig anwar aslam ansari
    miller davis lopez gonzalez wilson anderson thomas taylor moore jackson martin sharma kumar
    """
)

TITLES = words(
    """
    mr mrs ms miss mx dr prof professor rev reverend fr father sr sister br brother pastor bishop imam maulana moulana
    allama mufti mulla haji hajji hajj hajja hajjah alhaj hafiz qari ustad sir dame lord lady hon honorable judge capt
    captain col colonel maj major lt gen general sgt engr engineer adv advocate mir begum khan sardar malik agha aga
    sahib sahiba janab mohtarma messrs m/s drs profs mmes sra srta ambassador amb senator governor congressman
    congresswoman rabbi chaplain monsignor msgr lieutenant excellency eminence highness
    """
)
# Words that are titles only before a whole name ("Begum Marzia Bibi"), otherwise part of the name.
TITLES_THAT_ARE_NAMES = words("begum khan malik mir agha aga sardar major hafiz sister brother father gen sr")
PREFIXES = words("syed sayed sayyid sayyed saiyid syeda sayeda sayyida سید سیدہ")
PARTICLES = words("van von der den de del della di da dos du la le st ter ten")
# Second words of two-word given names: Mary Ann, Jean Paul, Billy Joe.
DOUBLE_NAMES = words(
    """
    ann anne lou jo joe kate beth jane jean lynn lee rose sue marie ellen lynne grace paul luc pierre claude louise
    mae may bob ray fay faith hope joy pat kay dee carlos antonio luis maria jose elena isabel zahra fatima zainab
    hassan hussain
    """
)
# Placeholders for a missing name (“last name unknown”); none is a real name.
NO_NAME = words("lnu fnu nln nfn n/a - . -- --- ? ?? ??? xxx")
NOBODY = words(
    """
    anonymous anon anonymously unknown nobody unnamed various cash misc miscellaneous tbd n/a na none
    - -- ? ?? ???
    """
)
NOBODY_TEXTS = frozenset(
    {
        "information requested", "not shared by donor", "name withheld", "anonymous donor", "a friend", "well wisher",
        "do not know", "don't know", "not known", "no name", "donation box", "cash box", "walk in",
    }
)  # fmt: skip
SUFFIXES = {
    "jr": "Jr.", "junior": "Jr.", "sr": "Sr.", "senior": "Sr.", "ii": "II", "iii": "III", "iv": "IV",
    "2nd": "II", "3rd": "III", "4th": "IV",
    "esq": "", "md": "", "phd": "", "cpa": "", "jd": "", "pe": "", "rn": "", "dds": "", "mba": "",
    "mph": "", "mbbs": "",
    "dmd": "", "facp": "", "facs": "", "edd": "", "psyd": "", "pharmd": "", "dvm": "", "llm": "", "msw": "", "lcsw": "",
    "cfa": "", "usn": "", "usmc": "", "ret": "", "retd": "",
}  # fmt: skip
