import assert from "node:assert/strict";
import { test } from "node:test";
import { checkField, selectField, textField } from "#src/parts/form.js";

test("a field is labelled, and says what helps or what is wrong", () => {
  const field = textField({ name: "value", label: "Accuracy", hint: "In percent.", type: "number", value: 98, min: 0, max: 100, step: "any", required: true }).toString();
  assert.match(field, /<label for="value">Accuracy<\/label><input type="number" id="value" name="value" required aria-describedby="value-hint" value="98" min="0" max="100" step="any">/);
  assert.match(field, /id="value-hint">In percent\./);
  const wrong = textField({ name: "value", label: "Accuracy", hint: "In percent.", error: "Between 0 & 100." }).toString();
  assert.match(wrong, /class="field bad".*aria-invalid="true".*Between 0 &amp; 100\./);
  assert.match(textField({ name: "words", label: "Words", lines: 4, value: "</textarea>" }).toString(), /<textarea id="words" name="words" rows="4">&lt;\/textarea&gt;<\/textarea>/);
  assert.match(selectField({ name: "p", label: "P", options: [{ value: "a", text: "A" }, { value: "b", text: "B" }], value: "b" }).toString(), /<option value="a">A<\/option><option value="b" selected>B<\/option>/);
  assert.match(checkField({ name: "x", label: "X", checked: true }).toString(), /<input type="checkbox" name="x" checked>X/);
});
