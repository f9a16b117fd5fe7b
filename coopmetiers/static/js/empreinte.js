/* Vérification : compare l’empreinte d’un PDF déposé à celle du registre, sans envoyer le fichier.

   <form method="post" enctype="multipart/form-data" data-empreinte="<64 chiffres hexadécimaux>"
         data-oui="…" data-non="…" data-autre="…" data-attente="…">
     <input type="file" …>  <p role="status" data-verdict></p>  <button type="submit">…</button>
   </form>

   Quand la page ne connaît pas l’empreinte attendue, `data-empreinte-vers="<nom d’un champ caché>"`
   remplace le fichier par son empreinte au moment de l’envoi.

   Sans script, ou hors contexte sûr (crypto.subtle absent), le formulaire est posté comme avant. */
(() => {
  "use strict";
  if (!globalThis.crypto?.subtle) return;

  const hexadecimal = (buffer) =>
    Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");

  const hash = async (file) =>
    hexadecimal(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));

  function announce(status, tone, text) {
    status.className = tone ? `note note--${tone}` : "help";
    status.textContent = text;
  }

  const isPdf = async (file) => {
    const head = await file.slice(0, 1024).arrayBuffer();
    return new TextDecoder("latin1").decode(head).includes("%PDF-");
  };

  async function compare(form, file) {
    const status = form.querySelector("[data-verdict]");
    if (!(await isPdf(file))) {
      announce(status, "bad", form.dataset.autre ?? "");
      return;
    }
    announce(status, "", form.dataset.attente ?? "");
    const digest = await hash(file);
    const same = digest === form.dataset.empreinte.toLowerCase();
    announce(status, same ? "ok" : "bad", same ? form.dataset.oui : form.dataset.non);
  }

  async function sendDigest(form, field) {
    // Ce n’est pas un PDF : le serveur sait le dire.
    if (!(await isPdf(field.files[0]))) {
      form.submit();
      return;
    }
    form.elements[form.dataset.empreinteVers].value = await hash(field.files[0]);
    field.value = "";
    form.submit();
  }

  for (const form of document.querySelectorAll("form[data-empreinte-vers]")) {
    const field = form.querySelector('input[type="file"]');
    form.addEventListener("submit", (event) => {
      if (!field.files.length) return;
      event.preventDefault();
      sendDigest(form, field);
    });
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
