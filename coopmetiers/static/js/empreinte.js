/* Vérification : compare l’empreinte d’un PDF déposé à celle du registre, sans envoyer le fichier.

   <form method="post" enctype="multipart/form-data" data-empreinte="<64 chiffres hexadécimaux>"
         data-oui="…" data-non="…" data-attente="…">
     <input type="file" …>  <p role="status" data-verdict></p>  <button type="submit">…</button>
   </form>

   Sans script, ou hors contexte sûr (crypto.subtle absent), le formulaire est posté comme avant. */
(() => {
  "use strict";
  if (!globalThis.crypto?.subtle) return;

  const hexadecimal = (buffer) =>
    Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");

  function announce(status, tone, text) {
    status.className = tone ? `note note--${tone}` : "help";
    status.textContent = text;
  }

  async function compare(form, file) {
    const status = form.querySelector("[data-verdict]");
    announce(status, "", form.dataset.attente ?? "");
    const digest = hexadecimal(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
    const same = digest === form.dataset.empreinte.toLowerCase();
    announce(status, same ? "ok" : "bad", same ? form.dataset.oui : form.dataset.non);
  }

  for (const form of document.querySelectorAll("form[data-empreinte]")) {
    const field = form.querySelector('input[type="file"]');
    const submit = form.querySelector('[type="submit"]');
    if (submit) submit.hidden = true;
    form.addEventListener("submit", (event) => event.preventDefault());
    field.addEventListener("change", () => field.files[0] && compare(form, field.files[0]));
    form.addEventListener("dragover", (event) => event.preventDefault());
    form.addEventListener("drop", (event) => {
      event.preventDefault();
      const [file] = event.dataTransfer.files;
      if (file) compare(form, file);
    });
  }
})();
