"""Given names common in the United States, to tell people from organizations and given names from family names. Pure.

Used only to read a name (“Frank Church”, “Mary Ann & John”, “Barnes & Noble”), never to identify a person.
"""

from functools import lru_cache

from crm.names.keys import KNOWN_SPELLINGS, plain_word
from crm.names.spellings import EVERYDAY_FAMILY, FREQUENT_FAMILY, FREQUENT_GIVEN, SHORT_NAMES, words

_HEARD = words(
    """
    aaron abigail adam adrian aidan alan albert alejandro alex alexander alexandra alexis alfred alice alicia allen
    allison alyssa amanda amber amy ana andrea andrew angel angela anita ann anna anne anthony antonio april arthur
    ashley audrey austin ava barbara beatrice becky benjamin bernard beth bethany betty beverly billy blake bob
    bonnie brad bradley brandon brenda brent brett brian bridget brittany brooke bruce bryan caleb calvin cameron
    carl carla carlos carmen carol caroline carolyn carrie catherine cathy cecilia chad charles charlotte chelsea
    cheryl chloe chris christian christina christine christopher cindy claire clara clarence claudia clayton
    clifford cody colin colleen connie connor corey courtney craig crystal curtis cynthia daisy dale dan dana daniel
    danielle darlene darrell darren dave david dawn dean debbie deborah debra denise dennis derek diana diane
    dolores don donald donna doris dorothy doug douglas dustin dylan earl ed eddie edgar edith edna eduardo edward
    edwin elaine eleanor elena elijah elizabeth ella ellen elsie emily emma enrique eric erica erik erin ernest
    esther ethan eugene eva evan evelyn faith fernando florence frances francis francisco frank fred frederick
    gabriel gabriela gail garrett gary gavin gene george gerald geraldine gina gladys glen glenn gloria gordon grace
    grant greg gregory guadalupe hailey hannah harold harry harvey heather hector heidi helen henry herbert herman
    holly howard hunter ian ida irene isaac isabel isabella ivan jack jackie jackson jacob jacqueline jaime james
    jamie jane janet janice jared jasmine jason javier jay jean jeanette jeff jeffrey jenna jennifer jenny jeremiah
    jeremy jerome jerry jesse jessica jesus jill jim jimmy joan joann joanne joe joel john johnny jon jonathan
    jordan jorge jose joseph josephine joshua joyce juan juanita judith judy julia julian julie june justin karen
    karl kate katelyn katherine kathleen kathryn kathy katie katrina kayla keith kelly ken kenneth kevin kim
    kimberly kristen kristin kristina kurt kyle lance larry latoya laura lauren laurie lawrence leah lee leo leon
    leonard leroy leslie lester lewis liam lillian linda lindsay lindsey lisa lloyd logan lois lori lorraine louis
    louise lucas lucy luis luke lydia lynda lynn madison manuel marc marcia marcus margaret maria marie marilyn
    marion marissa mark marlene marsha martha martin marvin mary matt matthew maureen maurice max maximilian megan
    melanie melinda melissa melvin mia michael micheal michele michelle miguel mike mildred milton minnie mitchell
    molly monica morgan nancy naomi natalie natasha nathan nathaniel neil nicholas nicole nina noah nora norma
    norman oliver olivia oscar pamela patricia patrick paul paula pauline pearl pedro peggy penny peter phil philip
    phillip phyllis priscilla rachel ralph ramon randall randy raul ray raymond rebecca regina renee rhonda ricardo
    richard rick ricky rita rob robert roberta roberto robin rodney roger roland ron ronald rosa rose roy ruben ruby
    russell ruth ryan sabrina sally sam samantha samuel sandra sandy sara sarah savannah scott sean sergio seth
    shane shannon sharon shaun shawn sheila shelby sherry shirley sidney sierra sonia sophia spencer stacy stanley
    stella stephanie stephen steve steven stewart stuart sue susan suzanne sydney sylvia tamara tammy tanya tara
    taylor ted teresa terrance terri terry thelma theodore theresa thomas tiffany tim timothy tina todd tom tommy
    toni tony tonya tracey traci tracy travis trevor tristan troy tyler tyrone valerie vanessa vera vernon veronica
    vicki victor victoria vincent viola violet virginia vivian wade wallace walter wanda warren wayne wendy wesley
    willard william willie yolanda yvonne zachary zoe
    """
)
#: Family names frequent in the United States, also those that are given names (Scott, Henry).
_SURNAMES = words(
    """
    smith johnson williams brown jones garcia miller davis rodriguez martinez hernandez lopez gonzalez wilson anderson
    thomas taylor moore jackson martin lee perez thompson white harris sanchez clark ramirez lewis robinson walker
    young allen king wright scott torres nguyen hill flores green adams nelson baker hall rivera campbell mitchell
    carter roberts gomez phillips evans turner diaz parker cruz edwards collins reyes stewart morris morales murphy
    cook rogers gutierrez ortiz morgan cooper peterson bailey reed kelly howard ramos kim cox ward richardson watson
    brooks chavez wood james bennett gray mendoza ruiz hughes price alvarez castillo sanders patel myers long ross
    foster jimenez powell jenkins perry russell sullivan bell coleman butler henderson barnes fisher vasquez simmons
    romero jordan patterson alexander hamilton graham reynolds griffin wallace moreno west cole hayes bryant herrera
    gibson ellis tran medina aguilar stevens murray ford castro marshall owens harrison fernandez mcdonald woods
    washington kennedy wells vargas henry chen freeman webb tucker guzman burns crawford olson simpson porter hunter
    gordon mendez silva shaw snyder mason dixon munoz hunt hicks holmes palmer wagner black robertson boyd rose stone
    salazar fox warren mills meyer rice schmidt garza daniels ferguson nichols stephens soto weaver ryan gardner payne
    grant dunn kelley spencer hawkins arnold pierce hansen peters santos hart bradley knight elliott cunningham
    duncan armstrong hudson carroll lane riley andrews alvarado ray delgado berry perkins hoffman johnston matthews
    pena richards contreras willis carpenter lawrence sandoval george chapman rios greene watkins wheeler larson
    cohen levy goldstein goldberg katz shapiro schwartz weiss friedman rosen klein singer kaplan
    patel shah desai mehta gupta agarwal joshi reddy rao iyer nair menon sharma kumar verma mishra banerjee das
    khan malik chaudhry sheikh qureshi siddiqui mirza butt baig ansari bhatti rizvi naqvi zaidi kazmi bukhari gilani
    """
)
GIVEN = (
    _HEARD
    | FREQUENT_GIVEN
    | frozenset(SHORT_NAMES)
    | frozenset(full for names in SHORT_NAMES.values() for full in names)
)
FAMILY = FREQUENT_FAMILY | EVERYDAY_FAMILY


@lru_cache(maxsize=65536)
def is_given(word: str) -> bool:
    """Whether a word is a known given name; initials are not."""
    plain = plain_word(word)
    return plain in GIVEN or plain in KNOWN_SPELLINGS


def is_first_name(word: str) -> bool:
    """Whether a word is heard as a given name, and not as a family name besides (Omar, not Scott, Ali or Rizvi)."""
    plain = plain_word(word)
    listed = KNOWN_SPELLINGS.get(plain, plain)
    return (plain in GIVEN or listed in FREQUENT_GIVEN) and not {plain, listed} & (FAMILY | _SURNAMES)


def is_last_name(word: str) -> bool:
    """Whether a word is heard as a family name, and not as a given name besides (Jones, Patel, not Scott)."""
    plain = plain_word(word)
    listed = KNOWN_SPELLINGS.get(plain, plain)
    return bool({plain, listed} & (FAMILY | _SURNAMES)) and not {plain, listed} & GIVEN


def is_family_too(word: str) -> bool:
    """Whether a given name is also a common family name (Ali, Thomas)."""
    return plain_word(word) in FAMILY
