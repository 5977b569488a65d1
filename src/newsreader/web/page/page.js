// The keys go to the reader as soon as it can take them, without a click.
window.addEventListener("load", () => {
  new MutationObserver((_, observer) => {
    if (document.body.classList.contains("-loaded")) {
      observer.disconnect();
      document.querySelector(".xterm-helper-textarea").focus();
    }
  }).observe(document.body, { attributes: true });
});
// The token has done its work: it is of no use in the address, nor in what the browser remembers of it.
const address = new URL(window.location.href);
if (address.searchParams.has("token")) {
  address.searchParams.delete("token");
  window.history.replaceState(null, "", address);
}
// The tab has the title of the story at the cursor, which the reader tells beside its drawing; without one its own.
const ownTitle = document.title;
window.WebSocket = class extends WebSocket {
  constructor(...given) {
    super(...given);
    this.addEventListener("message", (event) => {
      if (typeof event.data !== "string") return;
      const [kind, title] = JSON.parse(event.data);
      if (kind === "page_title") document.title = title || ownTitle;
    });
  }
};
