"""Every page, in three languages and at two widths: answers, fits, reads, complains of nothing."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from tests.browser.people import People, Visitor

BUYER, OTHER_BUYER, OASIS = "acheteur", "acheteur3", "acheteur4"
COORDINATOR, MAKER = "coordination", "fabricant"
CERTIFIER, REGISTRAR, CLUSTER, ADMIN = "certification", "homologation", "cluster", "admin"
EXPERT = "expertise"
NEW_BUYER, NEW_MAKER = "groupe-neuf", "fabricant-neuf"
PAGES = [
    ("", "/compte/login/"),
    ("", "/rejoindre/"),
    ("", "/industrie/vitrine/"),
    ("", "/industrie/vitrine/?q=zzzz"),
    ("", "/industrie/vitrine/{device_shown}/"),
    (BUYER, "/compte/"),
    (BUYER, "/compte/mot-de-passe/"),
    (BUYER, "/compte/second-facteur/"),
    (BUYER, "/compte/sessions/"),
    (BUYER, "/organisations/"),
    (BUYER, "/organisations/?q=zzzz"),
    (BUYER, "/organisations/deleguer/"),
    (MAKER, "/certification/dossiers/"),
    (MAKER, "/certification/dossiers/nouveau/"),
    (CERTIFIER, "/certification/dossiers/"),
    (CERTIFIER, "/certification/dossiers/{case_findings}/"),
    (CERTIFIER, "/certification/dossiers/{case_certified}/"),
    (CERTIFIER, "/certification/dossiers/{case_late}/"),
    (CERTIFIER, "/certification/dossiers/{case_tested}/"),
    (CERTIFIER, "/certification/calendrier/"),
    (CERTIFIER, "/certification/normes/"),
    (CERTIFIER, "/certification/normes/?q=zzzz"),
    (CERTIFIER, "/certification/normes/nouvelle/"),
    (MAKER, "/certification/normes/1/"),
    (CERTIFIER, "/certification/normes/a-rattacher/"),
    (CLUSTER, "/certification/normes/a-rattacher/"),
    (CLUSTER, "/organisations/1/"),
    (CLUSTER, "/organisations/1/inviter/"),
    (CLUSTER, "/organisations/1/description/"),
    (CLUSTER, "/organisations/1/sites/"),
    (CLUSTER, "/organisations/nouvelle/"),
    (CLUSTER, "/organisations/demandes/"),
    (ADMIN, "/journal/?q=zzzz"),
    (CLUSTER, "/taches-quotidiennes/"),
    (CLUSTER, "/journal/refus/"),
    (BUYER, "/"),
    (BUYER, "/besoins/"),
    (BUYER, "/besoins/?etat=to_confirm&nature=device&tri=-quantite"),
    (BUYER, "/besoins/?etat=remarks"),
    (BUYER, "/besoins/?q=zzzz"),
    (BUYER, "/besoins/deposer/"),
    (BUYER, "/besoins/imports/{import_reviewed}/?etape=fichier"),
    (BUYER, "/besoins/imports/{import_reviewed}/?etape=colonnes"),
    (BUYER, "/besoins/imports/{import_reviewed}/?etape=verification"),
    (BUYER, "/besoins/imports/{import_reviewed}/?etape=confirmation"),
    (BUYER, "/besoins/imports/{import_confirmed}/"),
    (BUYER, "/besoins/lignes/{line}/"),
    (BUYER, "/besoins/lignes/{line_to_confirm}/"),
    (BUYER, "/besoins/lectures-corrigees/"),
    (BUYER, "/besoins/lectures-corrigees/?q=zzzz"),
    (BUYER, "/industrie/catalogue/"),
    (BUYER, "/industrie/catalogue/?q=seringe+volume+>%3D+5+ml&c.sterile=true"),
    (BUYER, "/industrie/catalogue/?q=zzzzqq&min.volume=3"),
    (BUYER, "/plans/"),
    (BUYER, "/plans/{plan_published}/"),
    (BUYER, "/plans/lots/{lot_of_buyer}/"),
    (BUYER, "/commandes/"),
    (BUYER, "/commandes/{order_partly}/"),
    (BUYER, "/commandes/{order_draft}/modifier/"),
    (BUYER, "/commandes/nouvelle/{plan_published}/"),
    (MAKER, "/commandes/{order_alerted}/"),
    (CLUSTER, "/commandes/?q=zzzz"),
    (BUYER, "/eligibilite/"),
    (BUYER, "/eligibilite/{alert}/"),
    (COORDINATOR, "/eligibilite/?etat=toutes&titre=certificate"),
    (COORDINATOR, "/eligibilite/{alert}/"),
    (MAKER, "/eligibilite/"),
    (MAKER, "/eligibilite/{alert}/"),
    (MAKER, "/eligibilite/chemins/"),
    (MAKER, "/eligibilite/chemins/{device_own}/"),
    (CLUSTER, "/eligibilite/chemins/"),
    (CLUSTER, "/eligibilite/chemins/{device_own}/"),
    (CLUSTER, "/eligibilite/chemins/?q=zzzz"),
    (CLUSTER, "/eligibilite/chemins/?etape=registration"),
    (MAKER, "/eligibilite/si-le-titre-vient/"),
    (CLUSTER, "/eligibilite/si-le-titre-vient/?mois=6"),
    (NEW_MAKER, "/eligibilite/si-le-titre-vient/?famille=zzzz"),
    (NEW_MAKER, "/eligibilite/"),
    (OTHER_BUYER, "/besoins/imports/{import_uploaded}/"),
    (OTHER_BUYER, "/besoins/imports/{import_reading}/"),
    (OTHER_BUYER, "/besoins/imports/{import_without_lines}/?etape=verification"),
    (OTHER_BUYER, "/besoins/imports/{import_without_lines}/?etape=confirmation"),
    (OASIS, "/besoins/imports/{import_undone}/?etape=confirmation"),
    (NEW_BUYER, "/"),
    (NEW_BUYER, "/a-traiter/lus/"),
    (NEW_BUYER, "/besoins/"),
    (NEW_BUYER, "/plans/{plan_published}/"),
    (COORDINATOR, "/"),
    (COORDINATOR, "/besoins/"),
    (COORDINATOR, "/plans/"),
    (COORDINATOR, "/plans/nouveau/"),
    (COORDINATOR, "/plans/ameliorations/"),
    (COORDINATOR, "/plans/{plan}/"),
    (COORDINATOR, "/plans/{plan}/?etat=uncovered&q=gant"),
    (COORDINATOR, "/plans/{plan}/?q=zzzz"),
    (COORDINATOR, "/plans/{plan}/regles/"),
    (COORDINATOR, "/plans/{plan}/renommer/"),
    (COORDINATOR, "/plans/{plan}/non-couverts/"),
    (COORDINATOR, "/plans/{plan}/scenarios/"),
    (COORDINATOR, "/plans/{plan_draft}/scenarios/"),
    (COORDINATOR, "/plans/{plan}/scenarios/nouveau/"),
    (COORDINATOR, "/plans/{plan}/scenarios/{scenario_two}/"),
    (COORDINATOR, "/plans/{plan}/scenarios/{scenario_clashing}/"),
    (COORDINATOR, "/plans/{plan}/scenarios/comparer/?s={scenario}&s={scenario_two}"),
    (COORDINATOR, "/plans/{plan}/scenarios/comparer/"),
    (COORDINATOR, "/plans/{plan}/publier/"),
    (COORDINATOR, "/plans/{plan_draft}/"),
    (COORDINATOR, "/plans/{plan_running}/"),
    (COORDINATOR, "/plans/{plan_proposed}/"),
    (COORDINATOR, "/plans/{plan_proposed}/publier/"),
    (COORDINATOR, "/plans/{plan_stopped}/"),
    (COORDINATOR, "/plans/{plan_failed}/"),
    (COORDINATOR, "/plans/{plan_published}/"),
    (COORDINATOR, "/plans/{plan_published}/depublier/"),
    (COORDINATOR, "/plans/lots/{lot_covered}/"),
    (COORDINATOR, "/plans/lots/{lot_partly}/"),
    (COORDINATOR, "/plans/lots/{lot_uncovered}/"),
    (MAKER, "/"),
    (MAKER, "/industrie/dispositifs/"),
    (MAKER, "/industrie/dispositifs/{device_own}/"),
    (MAKER, "/industrie/dispositifs/{device_own}/offre/"),
    (MAKER, "/industrie/catalogue/?q=seringue"),
    (MAKER, "/plans/ameliorations/"),
    (MAKER, "/plans/ameliorations/?ouvert=1&tri=lots&famille=zzzz"),
    (MAKER, "/industrie/dispositifs/nouveau/"),
    (MAKER, "/industrie/dispositifs/nouveau/?famille=syringe_hypodermic"),
    (MAKER, "/industrie/dispositifs/importer/"),
    (MAKER, "/industrie/dispositifs/{device_own}/modifier/"),
    (MAKER, "/industrie/dispositifs/{device_own}/versions/"),
    (MAKER, "/industrie/dispositifs/{device_own}/images/"),
    (MAKER, "/industrie/integration/"),
    (MAKER, "/industrie/integration/?q=zzzz"),
    (MAKER, "/industrie/dispositifs/{device_own}/integration/"),
    (BUYER, "/industrie/dispositifs/{device_own}/integration/"),
    (CLUSTER, "/industrie/integration/controles/"),
    (CLUSTER, "/industrie/integration/controles/?etat=contested"),
    (CLUSTER, "/industrie/integration/controles/{audit_open}/"),
    (CLUSTER, "/industrie/integration/controles/{audit_decided}/"),
    (MAKER, "/industrie/usines/"),
    (MAKER, "/industrie/usines/?q=zzzz"),
    (MAKER, "/industrie/usines/declarer/"),
    (MAKER, "/industrie/usines/{plant_own}/"),
    (MAKER, "/industrie/usines/{plant_own}/modifier/"),
    (MAKER, "/industrie/lignes/declarer/"),
    (CLUSTER, "/industrie/usines/"),
    (MAKER, "/industrie/possibles/"),
    (MAKER, "/industrie/possibles/?part=100&ouvert=1&groupe=zzzz"),
    (NEW_MAKER, "/industrie/possibles/"),
    (CLUSTER, "/industrie/possibles/?tri=-volume"),
    (MAKER, "/industrie/offres/"),
    (MAKER, "/plans/{plan_published}/"),
    (MAKER, "/plans/{plan_published}/non-couverts/"),
    (MAKER, "/plans/lots/{lot_lost}/"),
    (NEW_MAKER, "/industrie/catalogue/"),
    (NEW_MAKER, "/plans/ameliorations/"),
    (NEW_MAKER, "/industrie/dispositifs/"),
    (NEW_MAKER, "/industrie/offres/"),
    (NEW_MAKER, "/plans/{plan_published}/"),
    (CERTIFIER, "/"),
    (CERTIFIER, "/certification/"),
    (CERTIFIER, "/certification/?q=zzzz"),
    (CERTIFIER, "/certification/nouveau/"),
    (CERTIFIER, "/certification/propositions/"),
    (CERTIFIER, "/certification/importer/"),
    (CERTIFIER, "/certification/importer/{certificates_file}/"),
    (CERTIFIER, "/certification/{certificate}/"),
    (CERTIFIER, "/certification/{certificate_suspended}/"),
    (REGISTRAR, "/homologation/"),
    (REGISTRAR, "/homologation/?nature=declaration"),
    (REGISTRAR, "/homologation/?nature=authorisation"),
    (REGISTRAR, "/homologation/registration/nouveau/"),
    (REGISTRAR, "/homologation/propositions/"),
    (REGISTRAR, "/homologation/titres/importer/"),
    (REGISTRAR, "/homologation/titres/importer/{titles_file}/"),
    (REGISTRAR, "/homologation/declaration/{declaration}/"),
    (REGISTRAR, "/homologation/registration/{registration}/"),
    (REGISTRAR, "/homologation/dossiers/"),
    (REGISTRAR, "/homologation/dossiers/{dossier_evaluated}/"),
    (REGISTRAR, "/homologation/dossiers/{dossier_evaluated}/sections/5.03/"),
    (REGISTRAR, "/homologation/commission/"),
    (REGISTRAR, "/homologation/commission/{commission}/"),
    (REGISTRAR, "/homologation/delais/"),
    (REGISTRAR, "/homologation/expertise/"),
    (REGISTRAR, "/homologation/expertise/?etat=answered&domaine=quality"),
    (REGISTRAR, "/homologation/expertise/{question_answered}/"),
    (REGISTRAR, "/homologation/expertise/delais/"),
    (REGISTRAR, "/homologation/expertise/mes-creneaux/"),
    (EXPERT, "/homologation/expertise/mes-creneaux/"),
    (EXPERT, "/homologation/expertise/{question_asked}/"),
    (MAKER, "/homologation/expertise/"),
    (MAKER, "/homologation/expertise/creneaux/"),
    (MAKER, "/homologation/expertise/creneaux/?domaine=quality"),
    (MAKER, "/homologation/expertise/creneaux/{slot_free}/"),
    (MAKER, "/homologation/expertise/{question_of_maker}/"),
    (NEW_MAKER, "/homologation/expertise/"),
    (CLUSTER, "/homologation/expertise/delais/"),
    (MAKER, "/homologation/dossiers/"),
    (MAKER, "/homologation/dossiers/nouveau/registration/"),
    (MAKER, "/homologation/dossiers/nouveau/declaration/"),
    (MAKER, "/homologation/dossiers/nouveau/authorisation/"),
    (MAKER, "/homologation/dossiers/{dossier_draft}/"),
    (MAKER, "/homologation/dossiers/{dossier_draft}/verifier/"),
    (MAKER, "/homologation/dossiers/{dossier_draft}/sections/5.03/"),
    ("", "/homologation/registre/"),
    ("", "/homologation/registre/?q=zzzz&etat=expired"),
    ("", "/homologation/registre/registration/{registration}/"),
    (CLUSTER, "/"),
    (CLUSTER, "/industrie/dispositifs/"),
    (CLUSTER, "/industrie/dispositifs/{device}/"),
    (CLUSTER, "/industrie/offres/"),
    (CLUSTER, "/plans/{plan_published}/"),
    (CLUSTER, "/familles/"),
    (CLUSTER, "/familles/?q=zzzz"),
    (CLUSTER, "/familles/syringe_hypodermic/"),
    (CLUSTER, "/lecture/"),
    (CLUSTER, "/recherche/?q=seringue"),
    (CLUSTER, "/recherche/?q=zzzz"),
    (ADMIN, "/journal/"),
    (MAKER, "/compte/cles/"),
    ("", "/api/"),
    (ADMIN, "/compte/cles/toutes/"),
]
REFUSED = [
    ("", "/invitation/rien/", 404),
    ("", "/nulle-part/", 404),
    (BUYER, "/nulle-part/", 404),
    (MAKER, "/besoins/", 403),
    (BUYER, "/plans/nouveau/", 403),
]
LANGUAGES = ["fr", "ar", "en"]
# The first account of each page: Arabic and English are looked at with it alone, for what else another role sees is made
# of the same parts, and looked at in French, on a phone. A list that is filtered, or empty for it, is the same page again.
FIRST = {path: account for account, path in reversed(PAGES)}
CASES = [
    (account, path, language)
    for account, path in PAGES
    for language in LANGUAGES
    if language == "fr" or ("?" not in path and FIRST[path] == account)
]
LAPTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
WIDTHS: dict[str, Any] = {"laptop": LAPTOP, "phone": PHONE}
# What sticks out of the page, when it can be scrolled sideways.
STICKS_OUT = """() => {
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return [];
  const out = [...document.querySelectorAll("body *")].filter((element) => {
    const box = element.getBoundingClientRect();
    return box.width && (box.right > root.clientWidth + 1 || box.left < -1);
  });
  return ["scrolls sideways", ...out.slice(0, 6).map((e) => `${e.tagName}.${e.className}`.slice(0, 80))];
}"""
# The rows of a table are alike, as are the endpoints of a section of the API's reference: a dozen tell as much as
# fifty, in a fraction of the time.
A_DOZEN_ROWS = """window.others = [
    ...[...document.querySelectorAll("tbody")].map((b) => [b, [...b.rows].slice(12)]),
    ...[...document.querySelectorAll("section")].map((s) => [s, [...s.querySelectorAll(":scope > details")].slice(12)]),
  ];
  others.forEach(([, rows]) => rows.forEach((row) => row.remove()));"""
ALL_ROWS = "others.forEach(([body, rows]) => body.append(...rows))"
# A page has a dozen colours on a thousand elements, written as `oklch(…)`: each is worked out once.
AXE = f"""{AXE_SCRIPT}
;(() => {{
  const colour = axe.commons.color.Color.prototype, known = new Map();
  const workOut = colour.parseColorFnString;
  colour.parseColorFnString = function (text) {{
    const kept = known.get(text);
    if (kept) return Object.assign(this, kept);
    const made = workOut.call(this, text);
    known.set(text, {{r: this.r, g: this.g, b: this.b, alpha: this.alpha}});
    return made;
  }};
}})()"""
# One line a fault, with the first places.
FIND_FAULTS = """(options) => axe.run({resultTypes: ["violations"], ...options}).then(
  (found) => found.violations.map((v) => `${v.id}: ${v.nodes.slice(0, 4).map((n) => n.target).join(" | ")}`))"""
CONTRAST = {"runOnly": ["color-contrast"]}
# Colours don't depend on the words, nor light ones on the width: they are looked at in French, on a phone, dark ones
# on a laptop. What shows at a width doesn't depend on the words either: French again. English comes
# from the same templates, in the same direction: it is asked for its words and whether they fit.
BUT_COLOURS = {"rules": {"color-contrast": {"enabled": False}}}


def _check(visitor: Visitor, language: str, *, again: bool = False) -> dict[str, list[str]]:
    """Return the page's faults by where they show; a page looked at `again` is asked on a phone alone.

    The width that the page opened at comes first; the reader's next page opens at the other one.
    """
    page = visitor.page
    faults: dict[str, list[str]] = {}
    if language != "en":
        page.evaluate(AXE)
    for where in ("phone", "laptop") if page.viewport_size == PHONE else ("laptop", "phone"):
        if page.viewport_size != WIDTHS[where]:
            page.set_viewport_size(WIDTHS[where])
        faults[where] = page.evaluate(STICKS_OUT)
        if language == "en" or (where == "laptop" and (language == "ar" or again)):
            continue
        page.evaluate(A_DOZEN_ROWS)
        whole = where == "phone" and language == "fr"
        faults[where] += page.evaluate(FIND_FAULTS, {} if whole else BUT_COLOURS)
        if where == "laptop":
            page.emulate_media(color_scheme="dark")
            faults["dark"] = page.evaluate(FIND_FAULTS, CONTRAST)
            page.emulate_media(color_scheme="light")
        page.evaluate(ALL_ROWS)
    faults["console"] = list(visitor.complaints)
    return {where: found for where, found in faults.items() if found}


@pytest.mark.parametrize(("account", "path", "language"), CASES)
def test_page_holds(visit: People, account: str, path: str, language: str) -> None:
    """The page answers in the language and direction asked, fits both widths, passes axe, logs no error."""
    visitor = visit.reader(account, language)

    page = visitor.go(path.format_map(visitor.site.scene))

    assert page.get_attribute("html", "lang") == language
    assert page.get_attribute("html", "dir") == ("rtl" if language == "ar" else "ltr")
    assert page.locator("h1").count() == 1
    assert _check(visitor, language, again="?" in path or FIRST[path] != account) == {}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("account", "path", "status"), REFUSED)
def test_refusal_holds(visit: People, account: str, path: str, status: int, language: str) -> None:
    """A page that isn't shown says so as any other page: in the language, in both widths, with a way back."""
    visitor = visit.reader(account, language)

    page = visitor.go(path, status)

    assert page.get_attribute("html", "lang") == language
    assert page.locator("h1").count() == 1
    assert page.locator("main a[href='/']").count() == 1
    faults = _check(visitor, language)
    assert faults.pop("console") == [
        f"Failed to load resource: the server responded with a status of {status} ({'Not Found' if status == 404 else 'Forbidden'})"
    ]
    assert faults == {}
