const state = await (await fetch("state")).json();
document.getElementById("app").textContent = state.pack;
