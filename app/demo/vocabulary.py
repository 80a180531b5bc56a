"""Names, titles, places and skills that synthetic people are made of. All invented or common; no real person."""

GIVEN = (
    "Anna", "Lukas", "Sofia", "Mateo", "Chloé", "Louis", "Emma", "Noah", "Aylin", "Emre", "Zofia", "Jakub", "Élodie", "Hugo",
    "Ingrid", "Lars", "Maja", "Nikola", "Priya", "Arjun", "Mei", "Wei", "Yuki", "Haruto", "Fatima", "Omar", "Amara", "Kwame",
    "Olivia", "James", "Grace", "Thomas", "Lucía", "Javier", "Giulia", "Marco", "Inês", "João", "Katarzyna", "Piotr",
    "Annelies", "Pieter", "Siobhán", "Ciarán", "Nora", "Mikkel", "Aino", "Eetu", "Dimitra", "Nikos", "Tereza", "Ondřej",
)
FAMILY = (
    "Müller", "Schmidt", "Weber", "Fischer", "Hoffmann", "Bauer", "Garcia", "Martínez", "López", "Moreau", "Lefèvre", "Girard",
    "Smith", "Jones", "Taylor", "Brown", "Walker", "Hughes", "Rossi", "Bianchi", "Ferrari", "Silva", "Costa", "Nowak",
    "Kowalska", "Wiśniewski", "Yılmaz", "Kaya", "Nguyễn", "Tanaka", "Sato", "Chen", "Wang", "Patel", "Sharma", "Okafor",
    "Mensah", "Hansen", "Nielsen", "Johansson", "Virtanen", "Papadopoulos", "Novák", "Svoboda", "Horvat", "Petrović",
    "de Vries", "van den Berg", "O'Brien", "Murphy", "Haddad", "Rahimi", "Kim", "Park", "Andersson", "Berger", "Keller",
)
TITLES = (
    "Backend Engineer", "Frontend Engineer", "Data Engineer", "Data Scientist", "Site Reliability Engineer",
    "Machine Learning Engineer", "Product Designer", "UX Researcher", "Product Manager", "Engineering Manager",
    "Registered Nurse", "ICU Nurse", "Physiotherapist", "Account Executive", "Sales Development Representative",
    "Customer Success Manager", "Marketing Manager", "Content Strategist", "Financial Controller", "Accountant",
    "HR Business Partner", "Talent Partner", "Mechanical Engineer", "Electrician", "Warehouse Supervisor", "Lawyer",
    "Business Analyst", "QA Engineer", "Security Engineer", "Embedded Engineer",
)
LEVELS = ("", "Junior ", "Senior ", "Lead ", "Principal ")
EMPLOYERS = (
    "Aldermoor Systems", "Birchwood Labs", "Brightwell Group", "Calder & Finch", "Corvane", "Dunmore Logistics", "Eastgate Clinic",
    "Elmhurst Bank", "Fernhill Foods", "Foxglove Studio", "Glasshaus GmbH", "Greystone Energy", "Harrow & Pike", "Heidekraut AG",
    "Innfeld Maschinenbau", "Juniper Row", "Kastellan Software", "Lakeside Hospital", "Lindenhof Pflege", "Marlow Retail",
    "Meridian Freight", "Nordlicht Media", "Oakline", "Orchard Insurance", "Pinewood Analytics", "Quellwerk", "Ravenscar",
    "Rosenthal Optik", "Saltmarsh", "Silberbach", "Stonebridge", "Tannenberg", "Thistle Health", "Umberfield", "Valmont",
    "Weidenfeld", "Westmere", "Willowbank", "Yarrow Design", "Zirkel Robotics",
)
CITIES = (
    ("Berlin", "DE"), ("Hamburg", "DE"), ("München", "DE"), ("Köln", "DE"), ("Leipzig", "DE"), ("Wien", "AT"), ("Graz", "AT"),
    ("Zürich", "CH"), ("Genève", "CH"), ("Paris", "FR"), ("Lyon", "FR"), ("London", "GB"), ("Manchester", "GB"),
    ("Madrid", "ES"), ("Sevilla", "ES"), ("Lisboa", "PT"), ("Milano", "IT"), ("Warszawa", "PL"), ("Praha", "CZ"),
    ("Amsterdam", "NL"), ("København", "DK"), ("Stockholm", "SE"), ("Dublin", "IE"), ("Toronto", "CA"),
)
SKILLS = (
    "Python", "JavaScript", "TypeScript", "Java", "Go", "Rust", "C++", "C#", ".NET", "Ruby", "PHP", "Kotlin", "Swift", "SQL",
    "PostgreSQL", "Kubernetes", "Docker", "Terraform", "AWS", "GCP", "Azure", "Linux", "Django", "Flask", "React", "Vue.js",
    "Node.js", "Spark", "Kafka", "PyTorch", "Figma", "User research", "Excel", "Salesforce", "SAP", "Negotiation",
    "Project management", "Agile", "Accounting", "Payroll", "Triage", "Wound care", "Intensive care", "CAD", "Welding",
    "Copywriting", "SEO", "Recruiting", "Labour law", "Data protection",
)
SOURCES = ("Careers page", "LinkedIn", "Referral", "Indeed", "PyCon DE", "Agency", "Newsletter", "Campus day", "")
TAGS = ("silver medallist", "speaker", "relocates", "part time", "alumni", "graduate", "call back", "remote only")
SCHOOLS = ("TU Berlin", "Universität Wien", "ETH Zürich", "University of Leeds", "Université de Lyon", "Politecnico di Milano",
           "Universidad de Sevilla", "Charles University", "KTH", "Trinity College Dublin")  # fmt: skip
PLAIN_WORDS = (  # noqa: SIM905 - a paragraph reads better than a list
    "built led grew improved delivered designed measured planned taught trained wrote shipped reduced managed owned "
    "team service product process report customer supplier patient store warehouse platform pipeline network plant "
    "with across within beyond during after before under every several many few large small international regional "
    "quality safety budget revenue growth cost time release migration audit launch rollout training onboarding "
    "careful patient steady quick clear honest practical curious reliable independent structured hands-on"
).split()
NOTE_TEXTS = (
    "Spoke on the phone: open to a change from spring, prefers four days.",
    "Met at the meetup, asked about relocation support.",
    "Strong references, salary a little above our range.",
    "Would rather wait for a lead role. Come back in six months.",
    "Very good first impression, sent the team page.",
    "Not reachable, left a message.",
)
JOB_SUBJECTS = ("Platform", "Payments", "Growth", "Care", "Logistics", "Data", "Mobile", "Security", "Operations", "People")
