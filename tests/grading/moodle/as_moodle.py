"""What Moodle writes and how it reads, retold from its source (mod/assign), for the tests of the way there and back."""

import io
import re
import zipfile
from dataclasses import dataclass

NOTEBOOK = b'{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'

# Headers in the order of mod/assign/gradingtable.php: identifier, name, e-mail, status, group, grade, maximum,
# workflow, can be changed, last modified (submission), text typed in, last modified (grade), comments.
HEADERS = {
    "en": "Identifier|Full name|Email address|Status|Group|Grade|Maximum grade|Marking workflow state"
    "|Grade can be changed|Last modified (submission)|Online text|Last modified (grade)|Feedback comments",
    "de": "ID|Vollständiger Name|E-Mail-Adresse|Status|Gruppe|Bewertung|Bestwertung|Bewertungsworkflow"
    "|Bewertung kann geändert werden|Zuletzt geändert (Abgabe)|Texteingabe online|Zuletzt geändert (Bewertung)"
    "|Feedback als Kommentar",
    "es": "Identificador|Nombre completo|Dirección de correo|Estado|Grupo|Calificación|Calificación máxima"
    "|Estado del flujo|La calificación puede ser cambiada|Última modificación (entrega)|Texto en línea"
    "|Última modificación (calificación)|Comentarios de retroalimentación",
    "fr": "Identifiant|Nom complet|Adresse de courriel|Statut|Groupe|Note|Note maximale|Statut du flux"
    "|La note peut être modifiée|Dernière modification (travail remis)|Texte en ligne|Dernière modification (note)"
    "|Feedback par commentaires",
    "ja": "ID|フルネーム|メールアドレス|ステータス|グループ|評点|最大評点|評定ワークフロー|評定を変更できる"
    "|最終更新日時 (提出)|オンラインテキスト|最終更新日時 (評定)|フィードバックコメント",
}
# The word of the identifier (German and Japanese have no space behind it), yes, no, a date, the decimal sign.
WORDS = {
    "en": ("Participant ", "Yes", "No", "Friday, 21 November 2025, 3:14 PM", "."),
    "de": ("Teilnehmer/in", "Ja", "Nein", "Freitag, 21. November 2025, 15:14", ","),
    "es": ("Participante ", "Sí", "No", "viernes, 21 de noviembre de 2025, 15:14", ","),
    "fr": ("Participant ", "Oui", "Non", "vendredi 21 novembre 2025, 15:14", ","),
    "ja": ("参加者", "はい", "いいえ", "2025年 11月 21日(金曜日) 15:14", "."),
}


@dataclass
class Person:
    """A participant as Moodle shows one."""

    number: int
    name: str
    email: str = ""
    grade: str = ""
    group: str = "Default group"
    locked: bool = False
    comment: str = ""


AMINA = Person(4101, "Amina Okafor", "amina@uni.example")
JONAS = Person(4102, "Jonas Lindqvist", "jonas@uni.example")
MEI = Person(4103, "Mei-Ling van der Tran", "mei@uni.example")
CLASS = [AMINA, JONAS, MEI]


def place(name, number, *, kind="file", older=False):
    """Folder of a participant in "Download all submissions"."""
    owner = name.replace("_", " ") + (f"_{number}" if number is not None else "")
    return f"{owner}_assignsubmission_{kind}" + ("_" if older else "")


def archive(path, members, time=(2025, 11, 21, 15, 14, 0)):
    """Write a zip file; a member is bytes, or (bytes, time)."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            data, when = content if isinstance(content, tuple) else (content, time)
            packed.writestr(zipfile.ZipInfo(name, when), data)
    return path


def worksheet(
    people,
    language="en",
    *,
    separator=",",
    newline="\n",
    bom=True,
    decimals=2,
    maximum=28,
    groups=False,
    workflow=False,
    typed=False,
    comments=True,
    blind=False,
):
    """Bytes of "Download grading worksheet"."""
    word, yes, no, date, point = WORDS[language]
    kept = [True, not blind, not blind, True, groups, True, True, workflow, True, True, typed, True, comments]

    def points(value):
        return f"{value:.{decimals}f}".replace(".", point)

    rows = [HEADERS[language].split("|")]
    for person in people:
        status = "Submitted for grading - " if person.grade else "Submitted for grading"
        cells = [f"{word}{person.number}", person.name, person.email, status, person.group, person.grade]
        cells += [points(maximum), "Not marked", no if person.locked else yes, date, "<p>My work, see file</p>"]
        rows.append([*cells, date if person.grade else "-", person.comment])
    lines = [
        separator.join(_put(cell, separator) for cell, keep in zip(row, kept, strict=True) if keep) for row in rows
    ]
    return ("\ufeff" * bom + "".join(line + newline for line in lines)).encode()


def _put(cell, separator):
    """A cell as PHP's fputcsv writes it."""
    return '"' + cell.replace('"', '""') + '"' if re.search(rf'[\s"\\{separator}]', cell) else cell


def imported(data, language="en", separator=","):
    """Grade and comment by participant number, as importgradeslib.php reads them; blank grades are skipped."""
    import csv

    word, *_, point = WORDS[language]
    names = HEADERS[language].split("|")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=separator))
    grade, comment = rows[0].index(names[5]), rows[0].index(names[12]) if names[12] in rows[0] else None
    return {
        int(row[0][len(word) :]): (
            float(row[grade].replace(" ", "").replace(point, ".")) if row[grade] else None,
            row[comment] if comment is not None else "",
        )
        for row in rows[1:]
    }


def feedback_owner(path, numbers, *, before_4_1):
    """Participant and file name that importziplib.php finds in a path of the archive; None if none."""
    parts = path.split("/")
    if parts[-1].startswith((".", "~")):
        return None
    while parts:
        info = parts.pop(0).split("_", 4)
        if len(info) < (5 if before_4_1 else 4) or not info[1].isdecimal() or int(info[1]) not in numbers:
            continue
        if (info[2], info[3]) not in (("assignsubmission", "file"), ("assignfeedback", "file")):
            continue
        return int(info[1]), "/".join([*info[4:], *parts]).strip("/")
    return None
