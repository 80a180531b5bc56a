"""Words that tell what a part of an entry is: a title, an employer, a school, a degree, a place."""

import re

_TITLE_WORDS = """engineer developer programmer architect scientist analyst manager director lead leader head chief officer
    president vp vice founder co-founder cofounder owner partner principal associate assistant intern internship trainee
    apprentice consultant advisor adviser specialist expert coordinator administrator admin technician designer researcher
    lecturer professor teacher tutor trainer coach instructor writer editor journalist copywriter translator interpreter
    nurse physician doctor surgeon therapist pharmacist midwife caregiver carer paramedic psychologist dentist
    accountant auditor controller bookkeeper treasurer banker broker trader underwriter actuary economist lawyer attorney
    paralegal solicitor counsel clerk secretary receptionist recruiter sourcer buyer planner strategist representative
    salesperson seller cashier agent executive supervisor foreman electrician plumber welder carpenter mechanic machinist
    driver operator chef cook waiter waitress barista bartender host hostess housekeeper cleaner guard fellow student
    volunteer freelancer contractor cto ceo cfo coo cio cmo ciso cpo evp svp sre dba producer photographer artist animator
    illustrator curator librarian historian statistician mathematician physicist chemist biologist geologist inspector
    estimator surveyor tester postdoc staff merchandiser worker handyman scrum owner evangelist advocate
    generalist ambassador
    entwickler softwareentwickler ingenieur leiter teamleiter abteilungsleiter projektleiter bereichsleiter geschäftsführer
    berater referent sachbearbeiter assistent assistenz mitarbeiter fachkraft fachangestellte fachangestellter kaufmann kauffrau
    kaufleute bürokauffrau bürokaufmann bankkauffrau bankkaufmann praktikant praktikum werkstudent werkstudentin
    auszubildender auszubildende azubi ausbildung techniker mechaniker mechatroniker elektriker elektroniker schlosser
    schreiner tischler maler maurer dachdecker installateur meister geselle pfleger krankenpfleger altenpfleger
    krankenschwester pflegefachkraft pflegefachmann pflegefachfrau pflegefachperson pflegehelfer stationsleitung
    pflegedienstleitung hebamme arzt ärztin oberarzt assistenzarzt facharzt
    chefarzt apotheker therapeut physiotherapeut erzieher lehrer dozent forscher wissenschaftler redakteur journalist
    grafiker gestalter designerin verkäufer vertriebsmitarbeiter vertriebsleiter fahrer lagerist fachlagerist koch köchin kellner
    buchhalter bilanzbuchhalter steuerberater wirtschaftsprüfer rechtsanwalt jurist sekretär
    sekretärin personalreferent personalleiter einkäufer disponent bauleiter polier architektin informatiker fachinformatiker
    administrator systemadministrator produktmanager projektmanager aushilfe hilfskraft minijob volontär trainee leitung
    geschäftsleitung vorstand prokurist inhaber gründer selbstständig freiberufler freiberuflich"""
TITLE_WORDS = frozenset(_TITLE_WORDS.split())
_TITLE_ENDINGS = re.compile(
    r"(?:entwickler|ingenieur|leiter|berater|referent|assistent|techniker|mechaniker|elektroniker|pfleger|kaufmann|kauffrau|"
    r"manager|arbeiter|verkäufer|lehrer|meister|fahrer|therapeut|schwester|pfleger|helfer|kraft|leitung|berater|"
    r"informatiker|programmierer|designer|analyst|engineer|developer|forscher|student|praktikant|beauftragte|führer|planer|bauer|binder|wärter)(?:in|:in|\*in|/in|/-in|r|n)?$"
)
_GENDERED = re.compile(r"(?:[:*_]|/-?|\()?in(?:nen)?\)?$")

EMPLOYER = re.compile(
    r"(?i)\b(?:inc|llc|llp|ltd|limited|plc|corp|corporation|company|co|gmbh|ggmbh|mbh|ag|se|kg|kgaa|ohg|gbr|ug|e\.?\s?v|"
    r"e\.?\s?k|e\.\s?u|s\.?a|sas|s\.?r\.?l|bv|nv|ab|oy|as|pty|holding|holdings|group|gruppe|partners|associates|solutions|systems|"
    r"technologies|technology|labs?|laboratories|research|institute|institut|university|universität|hochschule|college|school|"
    r"hospital|clinic|klinik|klinikum|universitätsklinikum|krankenhaus|charité|pflegeheim|seniorenheim|medical center|"
    r"bank|sparkasse|versicherung|insurance|"
    r"foundation|stiftung|ministry|ministerium|department|agency|agentur|council|stadt|gemeinde|landkreis|bundesamt|army|"
    r"navy|bundeswehr|studios?|media|verlag|werke|werkstatt|motors|airlines|hotel|restaurant|consulting|services|software|"
    r"industries|logistics|logistik|pharma|energy|energie|telekom|networks?|ventures|capital|trust|nhs|kanzlei|praxis|"
    r"autohaus|bäckerei|apotheke|schule|kindergarten|kita|verein|akademie|academy|ai)\b\.?"
)
SCHOOL = re.compile(
    r"(?i)\b(?:university|universität|universitaet|université|universidad|università|univ\.?|college|institute|institut|"
    r"instituto|school|hochschule|fachhochschule|gymnasium|realschule|gesamtschule|hauptschule|berufsschule|berufskolleg|"
    r"oberschule|schule|grundschule|academy|akademie|polytechnic|polytechnique|lyceum|lycée|conservatory|eth|epfl|mit|htl|hak|htblva|tu|fh|"
    r"htw|haw|lmu|rwth|kit|ucla|seminary|bootcamp|ihk|handwerkskammer|faculty|fakultät|charité|\w*universität|"
    r"\w*hochschule|\w*gymnasium|\w*schule|\w*akademie|üniversitesi)\b"
)
DEGREE = re.compile(
    r"(?<![\w.])(?:Ph\.?\s?D\.?|PHD|D\.?Phil\.?|MD|M\.D\.|JD|J\.D\.|E?MBA|"
    r"B\.?\s?[Ss][Cc]?\.?(?:\s\(?Hons\.?\)?)?|M\.?\s?[Ss][Cc]?\.?|B\.?\s?A\.?|M\.?\s?A\.?|B\.?\s?Eng\.?|M\.?\s?Eng\.?|B\.?Ed\.?|"
    r"M\.?Ed\.?|BBA|BFA|MFA|MPH|MPA|LLB|LLM|LL\.\s?[BM]\.?|BSN|MSN|B\.?\s?Tech\.?|M\.?\s?Tech\.?|B\.?Com\.?|M\.?Com\.?|B\.E\.|"
    r"M\.?Phil\.?|Dr\.(?:\s?(?:rer|med|phil|jur|ing|oec|-Ing)\.?(?:\s?(?:nat|pol|dent)\.?)?)?|Mag\.|A\.A\.S?\.?|A\.S\.|GED|"
    r"Dipl\.?-?\s?(?:Ing|Kfm|Kffr|Inf|Psych|Betriebsw|Phys|Math|Biol|Chem)\.?(?:\s?\(?FH\)?)?)(?![\w])"
    r"|(?i:\b(?:bachelor|master|diplom)(?:(?:['’]?s)?(?: degree)?|studium|studiengang)\b|\b(?:doctorate|doctor|associate(?:['’]s)? degree|diploma|"
    r"licence|magister|staatsexamen|promotion|abitur|fachabitur|fachhochschulreife|(?:allgemeine )?hochschulreife|mittlere reife|"
    r"realschulabschluss|hauptschulabschluss|matura|a-levels?|gcses?|high school diploma|higher secondary|secondary education|baccalauréat|"
    r"international baccalaureate|ausbildung|berufsausbildung|gesellenprüfung|gesellenbrief|meisterbrief|fachwirt|certificate|"
    r"zertifikat|higher national diploma|postgraduate|auslandssemester|exchange semester)\b)"
)

_STATES = """AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA
    RI SC SD TN TX UT VT VA WA WV WI WY DC ON QC BC AB MB SK NS NB NSW VIC QLD"""
STATES = frozenset(_STATES.split())
_COUNTRIES = """usa|u.s.a.|us|u.s.|united states|united states of america|uk|u.k.|united kingdom|great britain|england|scotland|
    wales|northern ireland|ireland|germany|deutschland|austria|österreich|switzerland|schweiz|suisse|france|frankreich|spain|
    spanien|españa|portugal|italy|italien|italia|netherlands|the netherlands|niederlande|belgium|belgien|luxembourg|luxemburg|
    denmark|dänemark|sweden|schweden|norway|norwegen|finland|finnland|iceland|poland|polen|czech republic|czechia|tschechien|
    slovakia|slowakei|hungary|ungarn|romania|rumänien|bulgaria|bulgarien|greece|griechenland|türkiye|turkey|türkei|croatia|
    kroatien|serbia|serbien|slovenia|slowenien|bosnia and herzegovina|albania|ukraine|estonia|latvia|lithuania|russia|russland|
    israel|egypt|ägypten|morocco|marokko|tunisia|algeria|nigeria|kenya|ghana|south africa|südafrika|ethiopia|india|indien|
    pakistan|bangladesh|sri lanka|nepal|china|hong kong|taiwan|japan|south korea|korea|singapore|singapur|malaysia|indonesia|
    thailand|vietnam|philippines|australia|australien|new zealand|neuseeland|canada|kanada|mexico|mexiko|brazil|brasilien|
    brasil|argentina|argentinien|chile|colombia|kolumbien|peru|venezuela|ecuador|uae|united arab emirates|dubai|qatar|
    saudi arabia|iran|iraq|syria|syrien|jordan|lebanon|libanon|afghanistan|georgia|armenia|kazakhstan|malta|cyprus|zypern"""
COUNTRIES = frozenset(re.sub(r"\s+", " ", name).strip() for name in _COUNTRIES.split("|"))
_CITIES = """berlin|hamburg|münchen|munich|köln|cologne|frankfurt|frankfurt am main|stuttgart|düsseldorf|leipzig|dortmund|essen|
    bremen|dresden|hannover|hanover|nürnberg|nuremberg|duisburg|bochum|wuppertal|bielefeld|bonn|münster|mannheim|karlsruhe|
    augsburg|wiesbaden|mainz|kiel|aachen|freiburg|lübeck|erfurt|rostock|kassel|potsdam|saarbrücken|heidelberg|darmstadt|
    regensburg|würzburg|ulm|göttingen|heilbronn|ingolstadt|wolfsburg|braunschweig|magdeburg|halle|chemnitz|jena|tübingen|
    konstanz|passau|bamberg|erlangen|gießen|marburg|osnabrück|oldenburg|paderborn|trier|koblenz|
    wien|vienna|graz|linz|salzburg|innsbruck|klagenfurt|zürich|zurich|basel|bern|genf|geneva|lausanne|luzern|winterthur|st. gallen|
    london|manchester|birmingham|leeds|glasgow|edinburgh|bristol|liverpool|cambridge|oxford|belfast|cardiff|dublin|cork|
    paris|lyon|marseille|toulouse|nice|lille|bordeaux|strasbourg|nantes|madrid|barcelona|valencia|sevilla|lisbon|lisboa|porto|
    rome|roma|milan|milano|turin|torino|naples|bologna|florence|amsterdam|rotterdam|utrecht|eindhoven|the hague|den haag|
    brussels|antwerp|ghent|luxembourg|copenhagen|kopenhagen|aarhus|stockholm|gothenburg|malmö|oslo|bergen|helsinki|tampere|
    warsaw|warschau|krakow|kraków|wroclaw|gdansk|poznan|prague|prag|brno|bratislava|budapest|bucharest|cluj|cluj-napoca|sofia|
    athens|istanbul|ankara|izmir|zagreb|belgrade|ljubljana|kyiv|kiev|lviv|tallinn|riga|vilnius|moscow|tel aviv|jerusalem|cairo|
    casablanca|tunis|lagos|nairobi|accra|johannesburg|cape town|mumbai|bangalore|bengaluru|delhi|new delhi|hyderabad|chennai|
    pune|kolkata|karachi|lahore|dhaka|beijing|shanghai|shenzhen|guangzhou|hong kong|taipei|tokyo|osaka|kyoto|seoul|singapore|
    kuala lumpur|jakarta|bangkok|hanoi|ho chi minh city|manila|sydney|melbourne|brisbane|perth|auckland|wellington|toronto|
    montreal|vancouver|ottawa|calgary|mexico city|são paulo|sao paulo|rio de janeiro|buenos aires|santiago|bogotá|lima|
    new york|new york city|los angeles|chicago|houston|phoenix|philadelphia|san antonio|san diego|dallas|san jose|austin|
    san francisco|seattle|denver|boston|washington|washington, d.c.|detroit|portland|atlanta|miami|minneapolis|pittsburgh|
    palo alto|mountain view|sunnyvale|santa clara|cupertino|redmond|brooklyn|oakland|raleigh|nashville|dubai|abu dhabi|doha"""
CITIES = frozenset(re.sub(r"\s+", " ", name).strip() for name in _CITIES.split("|"))
REMOTE = frozenset(
    {"remote", "hybrid", "home office", "homeoffice", "worldwide", "remote (worldwide)", "onsite", "on-site"}
)

_PLACE_WORD = r"[A-ZÀ-ÖØ-ÞĀ-ſ][\w’'.-]*"
_PLACE_NAME = (
    rf"{_PLACE_WORD}(?:[ -](?:am|an der|de|del|of|the|la|le|im|in der|ob der|di|do|{_PLACE_WORD}|\([^)]*\))){{0,3}}"
)
_COMMA_PLACE = re.compile(rf"^({_PLACE_NAME}), ({_PLACE_NAME})(?:, ({_PLACE_NAME}))?$")
_POSTCODE_CITY = re.compile(rf"^(?:[A-Z]{{1,2}}-)?\d{{4,5}} {_PLACE_NAME}(?:, {_PLACE_NAME})?$")


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_](?:[\w'’:*-]*\w)?", text.casefold())


def title_score(text: str) -> int:
    """How much the text reads like a job title."""
    score = 0
    if re.search(r"\((?:[mwfdx]\s?/\s?){1,2}[mwfdx*]\)", text.casefold()):
        score += 3
    for word in _words(text):
        stem = _GENDERED.sub("", word)
        if (
            word in TITLE_WORDS
            or stem in TITLE_WORDS
            or word.rsplit("-", 1)[-1] in TITLE_WORDS
            or _TITLE_ENDINGS.search(word)
        ):
            score += 2
        elif word in {
            "senior",
            "junior",
            "sr",
            "jr",
            "freelance",
            "vice",
            "deputy",
            "stellvertretende",
            "stellvertretender",
        }:
            score += 1
    return score


def employer_score(text: str) -> int:
    """How much the text reads like the name of an organisation."""
    score = 2 * len(EMPLOYER.findall(text))
    score += 1 if re.search(r"\b[A-Z]{3,}\b|[a-z][A-Z]|\.(?:com|io|de|ai|org)\b", text) else 0
    return score


def looks_like_town(text: str) -> bool:
    """Whether the text could be a town by its form alone."""
    return bool(re.fullmatch(_PLACE_NAME, text)) and not title_score(text) and not EMPLOYER.search(text)


def is_place(text: str) -> bool:
    """Whether the text is a town, a town with its country or state, or a way of working from anywhere."""
    text = text.strip(" ()|·•,")
    lowered = text.casefold()
    if not text or len(text) > 60:
        return False
    if lowered in CITIES | COUNTRIES | REMOTE or _POSTCODE_CITY.match(text):
        return True
    if match := _COMMA_PLACE.match(text):
        return _is_town_with_country([part.strip() for part in match.groups() if part])
    match = re.match(r"^(.{2,40}?)\s*[(/]\s*(remote|hybrid|home ?office)\s*\)?$", lowered)
    return match is not None and is_place(text[: match.end(1)])


def _is_town_with_country(parts: list[str]) -> bool:
    """ "Lyon, France" and "Milan, Lombardy, Italy", but not "Mercy Hospital, Columbus, OH" or "Acme, London, UK"."""
    first, last = parts[0], parts[-1]
    if title_score(last) or EMPLOYER.fullmatch(first.split()[-1]):
        return False
    if first.casefold() in CITIES:
        return last in STATES or not EMPLOYER.search(last)
    if len(parts) == 3:
        return last.casefold() in COUNTRIES and parts[1].casefold() not in CITIES
    return last in STATES or (last.casefold() in COUNTRIES | REMOTE and not EMPLOYER.search(first))
