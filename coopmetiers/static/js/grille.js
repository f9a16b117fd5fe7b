/* Grille au clavier : flèches, Début et Fin pour se déplacer, 1 à 4 pour donner un niveau.

   <table class="… matrice" data-saisie="saisie">
     <td><a class="case niveau-2" href="…" data-inscription="…" data-competence="…">N2</a></td>
   <form id="saisie" method="post" …> champs cachés inscription, competence, niveau </form>

   Un chiffre recopie les `data-*` de la case dans les champs du même nom, pose `niveau`, et envoie le
   formulaire. Sans ce formulaire, il coche le niveau dans la fiche ouverte à côté. Les autres lettres
   actionnent l’élément qui porte `data-touche`. Rien n’est écouté hors de la grille, et tout se fait
   aussi sans script : chaque case est un lien. */
(() => {
  "use strict";
  const MOVES = {
    ArrowLeft: [0, -1],
    ArrowRight: [0, 1],
    ArrowUp: [-1, 0],
    ArrowDown: [1, 0],
  };

  const cases = (row) => [...row.querySelectorAll("a.case, button.case")];

  function neighbour(table, here, [down, right]) {
    const rows = [...table.tBodies]
      .flatMap((body) => [...body.rows])
      .filter((row) => cases(row).length);
    const line = rows.indexOf(here.closest("tr"));
    const column = cases(rows[line]).indexOf(here);
    const target = rows[line + down];
    return target && cases(target)[column + right];
  }

  function rate(table, here, level) {
    const form = document.getElementById(table.dataset.saisie ?? "");
    if (!form) {
      const radio = document.querySelector(`input[type="radio"][name="niveau"][value="${level}"]`);
      if (radio) {
        radio.checked = true;
        radio.focus();
      }
      return;
    }
    for (const [name, value] of Object.entries(here.dataset)) {
      if (form.elements[name]) form.elements[name].value = value;
    }
    form.elements.niveau.value = level;
    form.requestSubmit();
  }

  function press(event) {
    const here = event.target.closest(".case");
    if (!here || event.ctrlKey || event.metaKey || event.altKey) return;
    const table = event.currentTarget;
    const row = cases(here.closest("tr"));
    let next = null;
    if (MOVES[event.key]) next = neighbour(table, here, MOVES[event.key]);
    else if (event.key === "Home") next = row[0];
    else if (event.key === "End") next = row.at(-1);
    else if (/^[1-4]$/.test(event.key)) rate(table, here, event.key);
    else {
      const tool = document.querySelector(`[data-touche="${CSS.escape(event.key)}"]`);
      if (!tool) return;
      if (tool.matches("input, textarea, select")) tool.focus();
      else tool.click();
    }
    event.preventDefault();
    next?.focus();
  }

  for (const table of document.querySelectorAll("table.matrice")) {
    table.addEventListener("keydown", press);
  }
})();
