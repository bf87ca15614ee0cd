// The page of a job: asks how far it is and says so, until it has ended. Without this script a link does the same.
"use strict";
(() => {
  const EVERY = 1500, SLOWER = 6000, NO_LONGER_AFTER = 30 * 60 * 1000;
  const began = Date.now();
  const says = document.getElementById("says");

  const tell = (text) => {
    // What has not changed is not read out again.
    if (says.textContent !== text) says.textContent = text;
  };

  const head = (title) => {
    const heading = document.getElementById("heading");
    if (heading.textContent === title) return;
    document.title = document.title.replace(heading.textContent, title);
    heading.textContent = title;
  };

  const show = (bar, answer) => {
    bar.parentElement.hidden = !answer.of;
    if (answer.of) {
      bar.max = answer.of;
      bar.value = answer.done;
    }
  };

  const ended = async (job) => {
    const answer = await fetch(location.href, { cache: "no-store" });
    if (!answer.ok) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const heading = document.getElementById("heading");
    const held = job.contains(document.activeElement);
    document.title = page.title;
    heading.textContent = page.getElementById("heading").textContent;
    job.replaceWith(document.adoptNode(page.getElementById("job")));
    tell(page.getElementById("says").textContent);
    // What had the focus is no longer there.
    if (held) heading.focus();
  };

  const look = async () => {
    const job = document.getElementById("job");
    let rest = EVERY;
    try {
      const answer = await fetch(job.dataset.progress, { cache: "no-store", redirect: "error" });
      if (!answer.ok) throw new Error(answer.status);
      const said = await answer.json();
      if (said.ended) return await ended(job);
      head(said.title);
      tell(said.says);
      show(document.getElementById("bar"), said);
    } catch {
      tell("The pages do not answer at the moment. Use the link to look again.");
      rest = SLOWER;
    }
    // A page that is left open must not keep a session alive for ever.
    if (Date.now() - began < NO_LONGER_AFTER) return setTimeout(look, rest);
    tell("This page no longer asks. Use the link to look again.");
  };

  if (says && document.querySelector("[data-progress]")) setTimeout(look, EVERY);
})();
