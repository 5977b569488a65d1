// The keys go to the reader as soon as it can take them, without a click.
window.addEventListener("load", () => {
  new MutationObserver((_, observer) => {
    if (document.body.classList.contains("-loaded")) {
      observer.disconnect();
      document.querySelector(".xterm-helper-textarea").focus();
    }
  }).observe(document.body, { attributes: true });
});
