for (const button of document.querySelectorAll("button.copy")) {
  const note = document.getElementById(button.dataset.note);
  const status = document.getElementById(button.dataset.note + "-status");
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(note.textContent);
      status.textContent = "Copied.";
    } catch {
      note.closest("details").open = true;
      getSelection().selectAllChildren(note);
      status.textContent = "Selected: press Ctrl+C (on a Mac, Cmd+C).";
    }
  });
}
