"""Names, homes and numbers of invented people. Telephone numbers lie in ranges kept for films and books."""

import random
from dataclasses import dataclass

from app.core.text import folded

GIVEN_AND_FAMILY: dict[str, tuple[str, str]] = {
    "de": ("Annika Birte Clara Friederike Hannah Jule Katrin Lena Merle Nele Sabine Wiebke Bastian Benedikt Fabian Henrik "
           "Jannis Konrad Matthias Moritz Niklas Oskar Till Volker",
           "Ahrens Baumgart Drechsler Ehlers Faber Gerlach Hartung Imhof Jessen Kessler Lindemann Moser Nagel Opitz Pohl "
           "Rademacher Seidel Thiele Ullrich Voigt Wendt Zander Brückner Kühn"),
    "at": ("Magdalena Theresa Valerie Leonie Flora Georg Leopold Valentin Xaver Korbinian",
           "Aigner Brandstätter Egger Haslinger Kofler Pichler Reitinger Steindl Wallner Zauner"),
    "fr": ("Maëlle Camille Élise Inès Manon Margaux Océane Solène Adrien Bastien Corentin Étienne Gaspard Lucien Rémi Yann",
           "Barbier Chevallier Delorme Faure Gaillard Huet Jacquet Lacroix Marchand Noël Perrot Roussel Tessier Vasseur"),
    "tr": ("Aslı Deniz Elif Gizem Zeynep Can Emre Kerem Onur", "Aksoy Çelik Demir Erdoğan Güneş Kılıç Özkan Şahin Yıldız"),
    "pl": ("Agnieszka Ewa Magda Zuzanna Bartosz Krzysztof Mateusz Tomasz",
           "Dąbrowski Kamiński Lewandowska Mazur Pawlak Sikora Zając Zieliński"),
    "uk": ("Alisha Bethan Freya Imogen Callum Duncan Harvey Rhys", "Ainsley Barlow Fletcher Garrick Holloway Pemberton Whitlock"),
    "ua": ("Daryna Iryna Oksana Andrii Bohdan Taras", "Bondarenko Hrytsenko Kovalenko Melnyk Shevchuk Tkachenko"),
    "es": ("Alba Carmen Lucía Nuria Álvaro Diego Íñigo Pablo", "Alonso Castaño Esteban Ibáñez Navarro Requena Serrano Vidal"),
    "it": ("Alessia Chiara Francesca Silvia Davide Lorenzo Matteo Pietro", "Amato Bellini Caruso De_Luca Fontana Marchetti Rinaldi"),
    "pt": ("Beatriz Catarina Inês Mafalda Duarte Gonçalo Tiago", "Almeida Carvalho Figueiredo Lopes Nogueira Pinto Teixeira"),
    "gr": ("Danae Eleni Katerina Alexandros Giorgos Stavros", "Andreou Kalogeropoulos Mavridis Pappas Vasileiou"),
    "ir": ("Leila Mahsa Niloufar Shirin Arash Kaveh Omid", "Azadi Farahani Hosseini Karimi Rostami Tehrani"),
    "ar": ("Amira Dalia Noor Rania Yasmin Bilal Karim Samir Tarek", "Benali Boutros Chehab Haddad Mansour Nasser Saleh Zidane"),
    "ng": ("Adaeze Chidinma Folake Ngozi Chinedu Emeka Tunde", "Adeyemi Balogun Eze Nwosu Obi Okafor Olawale"),
    "in": ("Ananya Kavya Meera Priya Aditya Karthik Rohan Vikram", "Banerjee Chaudhary Iyer Kulkarni Menon Nair Patel Rao"),
    "vn": ("Hương Linh Mai Thảo Đức Hải Minh Quân", "Bùi Đặng Hoàng Lê Nguyễn Phạm Trần"),
    "jp": ("Akari Haruka Misaki Daichi Kenji Ryo", "Fujimoto Hayashi Kobayashi Mori Nakamura Shimizu"),
    "cn": ("Jia Lan Qing Xiaoyu Bo Hao Jun Wei", "Chen Gao Huang Liang Song Xu Zhao Zhou"),
    "br": ("Bruna Larissa Thaís Caio Felipe Rafael", "Azevedo Barbosa Cardoso Moreira Ribeiro Tavares"),
    "se": ("Alva Ebba Saga Anton Gustav Nils", "Bergström Ekdahl Hedlund Lundgren Nyberg Sjöberg"),
    "rs": ("Ivana Jelena Milica Dušan Marko Stefan", "Đorđević Ilić Jovanović Marković Petrović Stojanović"),
}  # fmt: skip
CULTURES = tuple(GIVEN_AND_FAMILY)
WEIGHTS = (34, 9, 22, 8, 6, 4, 4, 6, 6, 4, 3, 4, 7, 4, 7, 4, 2, 4, 3, 2, 4)

CITIES: dict[str, tuple[tuple[str, str], ...]] = {
    "Berlin": (("Berlin", "DE"), ("Berlin", "DE"), ("Berlin", "DE"), ("Potsdam", "DE"), ("Leipzig", "DE"), ("Hamburg", "DE")),
    "Lyon": (("Lyon", "FR"), ("Lyon", "FR"), ("Villeurbanne", "FR"), ("Grenoble", "FR"), ("Paris", "FR")),
    "Wien": (("Wien", "AT"), ("Wien", "AT"), ("Graz", "AT"), ("Linz", "AT"), ("München", "DE")),
    "anywhere": (("Berlin", "DE"), ("Köln", "DE"), ("Hamburg", "DE"), ("München", "DE"), ("Wien", "AT"), ("Salzburg", "AT"),
                 ("Paris", "FR"), ("Lyon", "FR"), ("Nantes", "FR"), ("Amsterdam", "NL"), ("Warszawa", "PL"), ("Lisboa", "PT"),
                 ("London", "GB"), ("Barcelona", "ES"), ("Milano", "IT"), ("Praha", "CZ")),
}  # fmt: skip
MAIL_DOMAINS = ("example.org", "example.com", "example.net")


@dataclass(frozen=True)
class Identity:
    """Who somebody is and how they are reached. `phone` is empty where no range is kept for invented numbers."""

    given: str
    family: str
    email: str
    phone: str
    city: str
    country: str
    locale: str

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}"


class People:
    """Draws identities, no two alike."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._names: set[str] = set()
        self._numbers = {"DE": 0, "FR": 0, "GB": 0}

    def draw(self, near: str, *, german: bool = False) -> Identity:
        """Somebody who lives near `near`, a key of CITIES; `german` when the job is done in German."""
        while True:
            culture = self._rng.choices(CULTURES, WEIGHTS)[0]
            if german and self._rng.random() < 0.6:
                culture = self._rng.choice(("de", "at"))
            given, family = (self._rng.choice(_split(names)) for names in GIVEN_AND_FAMILY[culture])
            if folded(f"{given} {family}") not in self._names:
                break
        return self.named(given, family, *self._home(near), german=german or culture in ("de", "at"))

    def named(self, given: str, family: str, city: str, country: str, *, german: bool) -> Identity:
        """A particular person."""
        self._names.add(folded(f"{given} {family}"))
        domain = self._rng.choice(MAIL_DOMAINS)
        local = f"{folded(given)}.{folded(family)}".replace(" ", "").replace("'", "")
        speaks_german = german and country in ("DE", "AT")
        return Identity(given, family, f"{local}@{domain}", self._phone(country), city, country, "de" if speaks_german else "en")

    def _home(self, near: str) -> tuple[str, str]:
        return self._rng.choice(CITIES[near if self._rng.random() < 0.8 else "anywhere"])

    def _phone(self, country: str) -> str:
        if country not in self._numbers or self._rng.random() < 0.15:
            return ""
        self._numbers[country] += 1
        number = self._numbers[country]
        if country == "DE":  # mobile and Berlin numbers the network agency keeps for films
            return f"+49 176 040690{number:02d}" if number < 100 else f"+49 30 23125{number % 1000:03d}"
        return f"+33 6 39 98 {number // 100:02d} {number % 100:02d}" if country == "FR" else f"+44 7700 900{number:03d}"


def _split(names: str) -> list[str]:
    return [name.replace("_", " ") for name in names.split()]
