"""Les gestes d’une personne devant son écran : aller, lire, remplir, appuyer."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Locator, Page, expect

TELEPHONE = {"width": 390, "height": 844}
BUREAU = {"width": 1280, "height": 900}
#: Une machine chargée met longtemps à répondre ; au-delà, c’est qu’elle ne répondra pas.
PATIENCE = 30_000
MOT_DE_PASSE = "des pommes, un vélo et la mer"

expect.set_options(timeout=PATIENCE)


class Personne:
    """Une personne, son navigateur à elle, et tout ce que sa console a reproché aux pages."""

    def __init__(self, navigateur: Browser, adresse: str, **reglages: object) -> None:
        options = {"viewport": BUREAU, "locale": "fr-FR", "accept_downloads": True} | reglages
        self.contexte = navigateur.new_context(base_url=adresse, **options)
        self.contexte.set_default_timeout(PATIENCE)
        self.page: Page = self.contexte.new_page()
        self.reproches: list[str] = []
        self.page.on("pageerror", lambda erreur: self.reproches.append(str(erreur)))
        self.page.on("console", self._ecouter)

    def _ecouter(self, message: object) -> None:
        # Une réponse 404 ou 422 attendue se dit aussi dans la console : la page la montre déjà.
        if message.type in {"error", "warning"} and "status of 4" not in message.text:
            self.reproches.append(f"{self.page.url} : {message.text}")

    def aller(self, adresse: str) -> None:
        """Ouvre une adresse."""
        self.page.goto(adresse)

    def suivre(self, lien: str | re.Pattern[str], dans: str = "main") -> None:
        """Suit le seul lien de ce nom."""
        self.page.locator(dans).get_by_role("link", name=lien, exact=True).first.click()

    def menu(self, lien: str) -> None:
        """Suit un lien de la navigation principale."""
        self.suivre(lien, "nav.sidenav")

    def appuyer(self, bouton: str | re.Pattern[str], dans: str = "main") -> None:
        """Appuie sur un bouton."""
        self.page.locator(dans).get_by_role("button", name=bouton, exact=True).first.click()

    def champ(self, etiquette: str) -> Locator:
        """La saisie qui porte cette étiquette, facultative ou non."""
        motif = re.compile(rf"^\s*{re.escape(etiquette)}\s*(facultatif)?\s*$")
        return self.page.locator("main").get_by_label(motif)

    def remplir(self, **valeurs: str) -> None:
        """Remplit les saisies nommées comme dans le formulaire."""
        for nom, valeur in valeurs.items():
            self.page.locator(f"main [name={nom}]").fill(valeur)

    def cocher(self, etiquette: str) -> None:
        """Coche la case ou le bouton radio de ce libellé, par son étiquette."""
        self.page.locator("main label").filter(
            has_text=re.compile(rf"^\s*{re.escape(etiquette)}\s*$")
        ).first.click()

    def choisir(self, **valeurs: str) -> None:
        """Choisit dans les listes nommées l’option de ce libellé."""
        for nom, libelle in valeurs.items():
            self.page.locator(f"main select[name={nom}]").select_option(label=libelle)

    def voit(self, texte: str | re.Pattern[str]) -> None:
        """Attend de lire ce texte dans la page."""
        expect(self.page.locator("main")).to_contain_text(texte)

    def est_sur(self, titre: str | re.Pattern[str]) -> None:
        """Attend d’être sur la page de ce titre."""
        expect(self.page.locator("h1")).to_have_text(titre)

    def ouvrir_compte(self, lien: str) -> None:
        """Suit le lien d’une invitation et choisit un mot de passe."""
        self.aller(lien)
        self.remplir(mot_de_passe=MOT_DE_PASSE, encore=MOT_DE_PASSE)
        self.appuyer("Ouvrir mon compte")
        self.voit("Votre compte est ouvert.")

    def entrer(self, porte: str) -> None:
        """Entre dans la démonstration par un rôle, en un clic."""
        self.aller("/connexion")
        # Un navigateur ne tient pas « É » pour une lettre : « \b » ne s’arrête pas devant lui.
        self.appuyer(re.compile(rf"(^|\s){re.escape(porte)}(\s|$)"))
        expect(self.page).not_to_have_url(re.compile("/connexion"))
