"""Ce que dit un fichier de Moodle : un cadre (*competency framework*) et ses compétences."""

from __future__ import annotations

from dataclasses import dataclass, field

from coopmetiers.echanges.formats.moodle.arbre import profondeurs, ranges

#: Ce que Moodle affiche d’une profondeur dont la taxonomie n’est pas dite.
TAXONOMIE_PAR_DEFAUT = "competency"


@dataclass(frozen=True, slots=True)
class EchelleMoodle:
    """Une échelle (*scale*) : ses niveaux du moins bon au meilleur.

    `par_defaut` (*scaledefault*) et `acquis` (*proficient*) sont des positions comptées de 1 ;
    `acquis` est tenu trié et sans doublon.
    """

    niveaux: tuple[str, ...]
    par_defaut: int
    acquis: tuple[int, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "acquis", tuple(sorted(set(self.acquis))))


@dataclass(frozen=True, slots=True)
class RegleMoodle:
    """La règle qui valide une compétence par ses filles.

    `type` est une classe PHP (`core_competency\\competency_rule_all`), `resultat` vaut de 0 à 3
    (rien, preuve, acquise, à recommander), `configuration` est du JSON tel quel, ou rien ; les
    `id` qu’elle cite sont des `exported_id`.
    """

    type: str
    resultat: int = 0
    configuration: str | None = None


@dataclass(frozen=True, slots=True)
class CompetenceMoodle:
    """Une compétence ; `parent` est vide au premier niveau.

    `description_format` : 0 Moodle, 1 HTML, 2 texte, 4 Markdown. `croisees` cite des `id_number`.
    `ligne` est celle du fichier lu (0 sinon) : elle situe un reproche et ne compte pas dans
    l’égalité.
    """

    id_number: str
    short_name: str
    parent: str = ""
    description: str = ""
    description_format: int = 1
    echelle: EchelleMoodle | None = None
    regle: RegleMoodle | None = None
    croisees: tuple[str, ...] = ()
    exported_id: str = ""
    ligne: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class CadreMoodle:
    """Un cadre entier, ses compétences dans l’ordre du fichier.

    `taxonomies` nomme les premières profondeurs (quatre au plus dans l’écran de Moodle).
    """

    id_number: str
    short_name: str
    echelle: EchelleMoodle
    description: str = ""
    description_format: int = 1
    taxonomies: tuple[str, ...] = ()
    competences: tuple[CompetenceMoodle, ...] = ()
    ligne: int = field(default=0, compare=False)

    def profondeurs(self) -> dict[str, int]:
        """La profondeur de chaque compétence, par `id_number` ; 1 au premier niveau."""
        return profondeurs({c.id_number: c.parent for c in self.competences})

    def parents_d_abord(self) -> tuple[CompetenceMoodle, ...]:
        """Les compétences, chacune après sa mère ; le même ordre si c’est déjà le cas.

        L’ordre des sœurs, que Moodle garde, ne change jamais.
        """
        rang = {competence.id_number: competence for competence in self.competences}
        ordre = ranges({c.id_number: c.parent for c in self.competences})
        return tuple(rang[code] for code in ordre)

    def taxonomie(self, profondeur: int) -> str:
        """Le mot de Moodle pour une profondeur (1 au premier niveau)."""
        if 1 <= profondeur <= len(self.taxonomies):
            return self.taxonomies[profondeur - 1]
        return TAXONOMIE_PAR_DEFAUT
