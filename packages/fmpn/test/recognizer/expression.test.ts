// The types of the bundled model's answers, checked by the compiler, and that they say what the model says.
import assert from "node:assert/strict";
import { test } from "node:test";
import { type Expression, expressions } from "#src/recognizer/expression.js";
import { Recognizer } from "#src/recognizer/recognizer.js";
import { createPicture } from "#src/images/picture.js";

test("the bundled model's expressions are the union of its classes; another model's are any text", async () => {
  const recognizer = await Recognizer.load({ threads: 1 });
  assert.deepEqual(recognizer.model.classes, expressions);
  const { size } = recognizer.model;
  const answer = await recognizer.classify(createPicture(size, size, 3));
  const expression: Expression = answer.expression;
  const share: number = answer.probabilities.happiness;
  assert.ok(expressions.includes(expression) && share >= 0 && share <= 1);
  // @ts-expect-error: no such class
  assert.equal(answer.probabilities.joy, undefined);
  // @ts-expect-error: never true
  assert.ok(answer.expression !== "joy");
  const any: Recognizer = recognizer;
  const open = async (model: string): Promise<Recognizer> => await Recognizer.load({ model });
  // @ts-expect-error: of a model of one's own nothing is known
  const closed = async (model: string): Promise<Recognizer<Expression>> => await Recognizer.load({ model });
  assert.equal(typeof open, typeof closed);
  await any.close();
});
