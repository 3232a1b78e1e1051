// A page that has lost its server asks for it by itself only every 10 to 30 seconds. This asks each second, and loads the
// page again from its address, which holds all that matters, once the server answers twice but the page is still cut off.
let answers = 0;
setInterval(async () => {
  const page = window.app?.$data;
  const isCutOff = () => page?.wasConnected && page.connectionStatus !== "connected";
  if (!isCutOff()) { answers = 0; return; }
  const answer = await fetch(`${solara.rootPath}/readyz`).catch(() => null);
  answers = answer?.ok && isCutOff() ? answers + 1 : 0;
  if (answers === 2) location.reload();
}, 1000);
