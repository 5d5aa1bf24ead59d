// Passkeys: allauth's scripts hold the ceremony; this starts them where they can work, and says when one failed.

const supported = Boolean(window.PublicKeyCredential && navigator.credentials);
for (const part of supported ? document.querySelectorAll("[data-passkey]") : []) {
  part.hidden = false;
  window.allauth.webauthn.forms[part.dataset.passkey]({ ids: JSON.parse(part.dataset.ids) });
}

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  for (const part of document.querySelectorAll("[data-passkey-error]")) part.hidden = false;
});
