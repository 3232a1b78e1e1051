// Solara stops trying to reconnect after a minute or two. A page that was away for longer loads itself from its address
// as soon as the server answers again.
setInterval(async () => {
  if (window.app?.$data?.connectionStatus !== "disconnected") return;
  const answer = await fetch(`${solara.rootPath}/readyz`).catch(() => null);
  if (answer?.ok) location.reload();
}, 3000);
