(() => {
  "use strict";
  // Quizzes mark themselves. What a reader answers stays in this browser.
  for (const quiz of document.querySelectorAll("form.quiz")) {
    const name = `galley-quiz ${location.pathname} ${quiz.id}`;
    const questions = [...quiz.querySelectorAll("fieldset")];
    const foot = quiz.querySelector(".quiz-foot");
    const inputs = [...quiz.querySelectorAll("input")];
    quiz.addEventListener("submit", event => event.preventDefault());

    const keep = () => {
      const given = questions.map(question => ({
        values: [...question.querySelectorAll("input")].map(input => input.type === "text" ? input.value : input.checked),
        verdict: question.dataset.verdict ?? "",
      }));
      try { localStorage.setItem(name, JSON.stringify(given)); } catch {}
    };
    const tell = (question, verdict) => {
      question.dataset.verdict = verdict;
      const output = question.querySelector("output");
      if (output) output.textContent = verdict === "right" ? quiz.dataset.right : verdict === "wrong" ? quiz.dataset.wrong : "";
      if (verdict === "right") question.querySelector("details").open = true;
      count();
    };
    const count = () => {
      const told = questions.filter(question => question.dataset.verdict);
      const right = told.filter(question => question.dataset.verdict === "right").length;
      foot.hidden = !inputs.some(input => input.type === "text" ? input.value : input.checked);
      foot.querySelector("output").textContent = told.length ? quiz.dataset.score.replace("{a}", right).replace("{n}", questions.length) : "";
    };
    const judge = question => {
      const inputs = [...question.querySelectorAll("input")];
      if (question.dataset.type.startsWith("choose")) {
        if (!inputs.some(input => input.checked)) return null;
        return inputs.every(input => input.checked === (input.dataset.correct === "1"));
      }
      const given = inputs[0].value.trim(), expected = question.dataset.expected.trim();
      if (!given) return null;
      if (question.dataset.type === "text") return given.toLowerCase() === expected.toLowerCase();
      const a = Number(given.replace(",", ".")), b = Number(expected);
      return Math.abs(a - b) <= 1e-9 + 1e-6 * Math.abs(b);
    };

    for (const question of questions) {
      const check = question.querySelector(".verdict button");
      if (check) {
        check.hidden = false;
        check.addEventListener("click", () => {
          const verdict = judge(question);
          tell(question, verdict === null ? "" : verdict ? "right" : "wrong");
          if (verdict === null) question.querySelector("output").textContent = quiz.dataset.empty;
          keep();
        });
      }
      for (const input of question.querySelectorAll("input")) {
        input.addEventListener("input", () => { tell(question, ""); keep(); });
        if (input.type === "text" && check) input.addEventListener("keydown", event => { if (event.key === "Enter") { event.preventDefault(); check.click(); } });
      }
    }

    foot.querySelector("button").addEventListener("click", () => {
      quiz.reset();
      for (const question of questions) { tell(question, ""); const answer = question.querySelector("details"); if (answer) answer.open = false; }
      try { localStorage.removeItem(name); } catch {}
      inputs[0]?.focus();
    });

    try {
      const kept = JSON.parse(localStorage.getItem(name) ?? "[]");
      questions.forEach((question, place) => {
        const given = kept[place];
        if (!given) return;
        question.querySelectorAll("input").forEach((input, place) => {
          if (input.type === "text") input.value = given.values[place] ?? "";
          else input.checked = given.values[place] === true;
        });
        tell(question, question.querySelector(".verdict") ? given.verdict : "");
      });
    } catch {}
    count();
  }
})();
