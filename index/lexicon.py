"""Closed word lists of news prose, all lower case: data for names and speakers."""

__all__ = [
    "ACRONYM_JOINERS",
    "DEMONYMS",
    "FEMALE_NAMES",
    "FEMALE_WORDS",
    "HONORIFICS",
    "INSTITUTIONS",
    "MALE_NAMES",
    "MALE_WORDS",
    "MODIFIERS",
    "NUMBERED",
    "ORDINARY",
    "PARTICLES",
    "PERSON_DEMONYMS",
    "PLACE_WORDS",
    "ROLES",
    "TIMES",
    "word_set",
]


def word_set(text: str) -> frozenset[str]:
    """Cut a text into the set of its words.

    Example:
        >>> sorted(word_set("of and"))
        ['and', 'of']
    """
    return frozenset(text.split())


HONORIFICS = word_set(
    "mr mrs ms miss mx sir dame lord lady dr prof professor rev reverend hon sen rep gov gen lt "
    "col sgt capt maj adm cmdr cpl pvt det insp supt mr. mrs. ms. dr. prof. rev. hon. sen. "
    "rep. gov. gen. lt. col. sgt. capt. maj. adm. cmdr. cpl. det. insp. supt. pres. king queen "
    "prince princess pope father sister brother saint baron baroness count countess duke duchess "
    "sheikh sheikha ayatollah imam rabbi emperor empress"
)

ROLES = word_set(
    "president premier chancellor minister secretary chairman chairwoman chair chairperson chief "
    "executive director manager coach captain spokesman spokeswoman spokesperson ambassador envoy "
    "senator congressman congresswoman representative governor mayor councillor councilman "
    "councilwoman commissioner sheriff judge justice attorney prosecutor lawyer solicitor "
    "barrister magistrate general admiral colonel major lieutenant sergeant commander inspector "
    "superintendent detective constable officer marshal speaker leader deputy vice head founder "
    "co-founder owner analyst economist scientist researcher professor lecturer doctor surgeon "
    "physician nurse psychologist psychiatrist engineer astronomer biologist geologist "
    "seismologist meteorologist epidemiologist historian archaeologist author writer novelist "
    "journalist reporter correspondent editor columnist critic photographer presenter anchor "
    "host actor actress singer rapper musician guitarist composer artist painter designer model "
    "comedian filmmaker producer striker midfielder defender goalkeeper winger quarterback "
    "pitcher forward player golfer boxer sprinter swimmer cyclist driver jockey skipper "
    "champion teammate referee umpire trainer pilot astronaut cosmonaut farmer fisherman teacher "
    "headteacher principal student pupil resident neighbour neighbor witness activist campaigner "
    "organiser organizer volunteer priest bishop archbishop cardinal vicar pastor monk cleric "
    "rebel dictator strongman ruler monarch negotiator mediator adviser advisor aide strategist "
    "consultant investor trader banker broker businessman businesswoman entrepreneur tycoon "
    "billionaire lawmaker legislator politician candidate contender opponent rival veteran "
    "soldier ranger paramedic firefighter coroner pathologist curator librarian chef keeper "
    "conservationist ecologist physicist chemist mathematician geneticist glaciologist "
    "oceanographer volcanologist hydrologist auditor treasurer trustee regulator ombudsman "
    "diplomat interpreter translator mother father wife husband son daughter brother sister "
    "uncle aunt cousin widow widower girlfriend boyfriend partner friend colleague suspect "
    "defendant plaintiff substitute victim survivor passenger"
)

MODIFIERS = word_set(
    "former ex late acting interim deputy vice assistant associate senior junior lead chief prime "
    "foreign defence defense home interior finance treasury health education justice environment "
    "energy transport trade labour labor agriculture culture police fire army navy military air "
    "press chief managing executive attorney first special house senate party opposition "
    "shadow district state county city national federal general under permanent joint co-chief "
    "human rights medical technical sporting head team club company campaign defense-attorney "
    "mission project"
)

INSTITUTIONS = word_set(
    "ministry department university college school institute institution council committee "
    "commission court office agency authority administration bureau bank house houses senate "
    "congress parliament assembly union league association federation foundation society "
    "organisation organization party church police force service services centre center hospital "
    "museum gallery library trust fund board group company corporation corp corp. inc inc. ltd "
    "plc llc club team united city fc news times post press journal guardian herald tribune radio "
    "television tv broadcasting network security nations states republic kingdom embassy army "
    "navy guard district county state government treasury cabinet street palace kremlin nato nasa "
    "airlines airways motors industries systems technologies energy pharmaceuticals partners "
    "brothers sons laboratory observatory academy alliance coalition front movement brigade "
    "tribunal inquiry campaign secretary centers centres institutes chamber supreme"
)

ACRONYM_JOINERS = word_set("of the and for in on to de du des la le &")

DEMONYMS = word_set(
    "afghan african albanian algerian american arab argentine argentinian armenian asian "
    "australian austrian bangladeshi belarusian belgian bolivian bosnian brazilian british "
    "bulgarian canadian chilean chinese colombian croatian cuban czech danish dutch egyptian "
    "english estonian ethiopian european finnish french georgian german ghanaian greek "
    "hungarian indian indonesian iranian iraqi irish israeli italian jamaican japanese "
    "jordanian kenyan korean kuwaiti latvian lebanese libyan lithuanian malaysian mexican "
    "moroccan nigerian norwegian pakistani palestinian peruvian philippine polish portuguese "
    "romanian russian saudi scottish serbian singaporean slovak somali spanish sudanese "
    "swedish swiss syrian taiwanese thai tunisian turkish ugandan ukrainian venezuelan "
    "vietnamese welsh yemeni"
)

PERSON_DEMONYMS = word_set(
    "briton frenchman frenchwoman englishman englishwoman irishman irishwoman welshman scot "
    "scotsman dutchman spaniard swede dane finn pole serb croat turk argentine american australian "
    "austrian belgian brazilian bulgarian canadian chilean colombian czech egyptian ethiopian "
    "german greek hungarian indian iranian iraqi israeli italian jamaican kenyan mexican moroccan "
    "nigerian norwegian palestinian peruvian romanian russian slovak swiss syrian ukrainian "
    "uruguayan venezuelan"
)

PLACE_WORDS = word_set(
    "new north south east west northern southern eastern western central upper lower great "
    "greater united san santa los las saint st st. mount mt. lake river cape fort port island "
    "islands isle gulf sea ocean bay strait street road avenue square park bridge airport station "
    "stadium arena county city state valley hill hills mountain mountains beach coast real inter "
    "athletic sporting royal national international university college school day cup league "
    "open prix games world super grand christmas summer winter republic kingdom democratic "
    "black white red green blue golden google"
)

PARTICLES = word_set(
    "de da di do dos das du del della der den des van von vander zu zum ten ter la le los las el "
    "al bin bint ibn ben abu af av y e st"
)

NUMBERED = word_set(
    "no. no number flight apollo boeing airbus formula channel route highway interstate article "
    "section chapter euro group area gate pier platform"
)

TIMES = word_set(
    "monday tuesday wednesday thursday friday saturday sunday january february march april june "
    "july august september october november december jan. feb. mar. apr. jun. jul. aug. sept. "
    "oct. nov. dec. today yesterday tomorrow"
)

ORDINARY = word_set(
    "a an the this that these those i we you he she it they me us him her them my our your his "
    "its their mine ours who whom whose which what when where why how whether if unless until "
    "while although though because since as than after before once during through throughout "
    "and or but nor so yet for of in on at by to from with without within into onto upon over "
    "under above below between among amid against about across along around behind beside "
    "besides beyond despite down up off out near past per plus like unlike inside outside toward "
    "towards via versus not no yes now then there here just only even still also too very more "
    "most less least much many few several some any all both each every either neither another "
    "other others such same own one two three four five six seven eight nine ten eleven twelve "
    "dozens hundreds thousands millions half first second third last next earlier later meanwhile "
    "however moreover furthermore nevertheless nonetheless therefore thus hence instead "
    "otherwise perhaps maybe indeed again ever never always often sometimes usually rarely soon "
    "already almost nearly about is are was were be been being am do does did done has have had "
    "having will would can could shall should may might must let lets get got make made take "
    "took given according asked told said says added speaking talking writing police officials "
    "authorities investigators prosecutors lawyers witnesses residents experts scientists "
    "researchers analysts critics supporters opponents protesters demonstrators rebels troops "
    "soldiers officers doctors people women men children parents families workers students "
    "teachers voters fans players passengers survivors victims sources reports rumours rumors "
    "news reporters ministers lawmakers leaders diplomats nobody everyone everybody someone "
    "anyone somebody anything something nothing everything today yesterday tomorrow tonight "
    "back long high low big small old new young good bad well best worst better great little "
    "large early late recent recently nearby local state federal national international public "
    "private official former senior top chief please thank thanks sorry welcome read watch see "
    "click share photo photos image images video updated published story continues related "
    "asked born based known seen left right due thanks oh well ok okay hello hey why yeah time "
    "times year years day days week weeks month months night morning evening afternoon "
    "meanwhile elsewhere overall finally eventually ultimately initially originally previously "
    "officers rescuers firefighters crews teams jurors judges plans talks work life death money "
    "it's that's there's here's he's she's they're we're i'm i've you're what's let's don't "
    "didn't isn't wasn't can't won't doesn't we've we'll i'll it’s that’s there’s here’s he’s "
    "she’s they’re we’re i’m i’ve you’re what’s let’s don’t didn’t isn’t wasn’t can’t won’t "
    "doesn’t we’ve we’ll i’ll"
)

MALE_NAMES = word_set(
    "aaron adam ahmed alan albert alex alexander alexei ali andre andrea andrei andrew andy "
    "angus anthony antonio arthur barack ben benjamin bill bob boris brad brendan brian bruce "
    "carl carlo carlos charles charlie chris christopher colin craig dan daniel darren dave david "
    "dean dennis derek diego dmitry dominic donald doug douglas duncan ed eddie eduardo edward "
    "emmanuel eric ernest ethan evan fernando francis francisco frank franz fred frederick gary "
    "gavin geoff george gerald gerard giovanni glenn gordon graham greg gregory hamid hans harold "
    "harry hassan henry herbert howard hugh hugo ian igor isaac ivan jack jacob jacques jake "
    "jamal james jamie jason jean jeff jeffrey jeremy jerry jim jimmy joe joel johan john johnny "
    "jon jonathan jordan jorge jose josé joseph josh joshua juan julian justin karl keir keith "
    "ken kenneth kevin khalid kyle lance larry lars lee leo leonard lewis liam lionel louis luca "
    "luis luke marc marcus mario mark martin matt matthew max michael miguel mike mikhail mohamed "
    "mohammed muhammad nathan neil nicholas nick nicolas nigel noah norman oliver omar oscar otto "
    "owen pablo patrick paul pedro pete peter phil philip pierre rafael ralph raymond ricardo "
    "richard rick rob robert roberto rodrigo roger roland ron ronald ross roy rupert ryan salman "
    "sam samuel scott sean sebastian sergei sergey sergio seth shane simon stefan stephen steve "
    "steven stuart ted terry thomas tim timothy toby todd tom tommy tony trevor viktor vincent "
    "vladimir volodymyr walter warren wayne will william yusuf zachary"
)

FEMALE_NAMES = word_set(
    "abigail alexandra alice alicia alison amanda amelia amina amy ana andrea angela angelina "
    "anita ann anna anne annie aisha barbara beatrice becky beth betty brenda bridget camilla "
    "carla carmen carol caroline catherine charlotte cheryl chloe christina christine claire "
    "clara condoleezza courtney cynthia daisy deborah debbie denise diana diane donna doris "
    "dorothy elaine eleanor elena eliza elizabeth ella ellen emily emma erin esther eva evelyn "
    "fatima fiona florence frances gabriela gail gemma georgia gillian gina gloria grace hannah "
    "harriet hazel heather helen hillary holly ida ines ingrid irene iris isabel isabella "
    "jacqueline jane janet janice jasmine jean jennifer jenny jessica jill joan joanna joanne "
    "josephine joy joyce judith judy julia julie karen kate katherine kathleen kathryn kathy katie "
    "kelly kim kristin laura lauren leila lena lily linda lisa liz louise lucia lucy lydia lynn "
    "mandy margaret maria marie marina marta martha mary maya meera megan melania melanie "
    "melissa mia michelle miriam molly monica nadia nancy naomi natalia natalie nicola nicole "
    "nina nora olga olivia pamela patricia paula penelope penny petra philippa phoebe polly "
    "priya rachel rebecca rita robin rosa rose rosemary ruth sally samantha sandra sara sarah "
    "sharon sheila shirley silvia sofia sonia sophia sophie stella stephanie sue susan suzanne "
    "sylvia tamara tanya teresa theresa tina tracy ursula valerie vanessa vera veronica victoria "
    "violet virginia vivian wendy yasmin yvonne zoe"
)

MALE_WORDS = word_set(
    "he him his himself mr mr. sir lord king prince father brother son husband uncle man boy "
    "spokesman chairman businessman congressman councilman fisherman actor monk duke baron "
    "emperor widower boyfriend gentleman policeman salesman cameraman"
)

FEMALE_WORDS = word_set(
    "she her hers herself mrs mrs. ms ms. miss dame lady queen princess mother sister daughter "
    "wife aunt woman girl spokeswoman chairwoman businesswoman congresswoman councilwoman "
    "actress duchess baroness empress widow girlfriend policewoman"
)
