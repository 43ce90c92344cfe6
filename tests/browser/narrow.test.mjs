// What a window of 1280 px shows at 400 % zoom, and the narrowest phone: 320 px, in light and in dark.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertAccessible, launch, person, screenshot, site } from "./browser.mjs";
import { assertNoFaults, counsellor } from "./people.mjs";

const WIDTH = 320;
const PAGES = {
  start: "/",
  referral: "/referral/",
  class: "/class/",
  nynorsk: "/nn/",
  sami: "/se/",
  english: "/en/",
  desk: "/desk/",
  school: "/demo/school/",
  guides: "/docs/partner/errors/",
};

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

for (const colorScheme of ["light", "dark"]) {
  test(`pages fit ${WIDTH} px and are accessible, ${colorScheme}`, async () => {
    const { page, context, faults } = await person(browser, { width: WIDTH, height: 640, colorScheme });
    for (const [name, path] of Object.entries(PAGES)) {
      await page.goto(`${site}${path}`, { waitUntil: "networkidle" });
      await assertFits(page, `${name}-${colorScheme}`);
    }
    assertNoFaults([{ faults }]);
    await context.close();
  });

  test(`the desk fits ${WIDTH} px and is accessible, ${colorScheme}`, async () => {
    const kari = await counsellor(browser, "sjur@vestland.example", { width: WIDTH, height: 640, colorScheme });
    await kari.page.waitForLoadState("networkidle");
    await assertFits(kari.page, `desk-inside-${colorScheme}`);
    assertNoFaults([kari]);
    await kari.context.close();
  });
}

/** Nothing is wider than the window, so that nobody scrolls in two directions. */
async function assertFits(page, name) {
  const wide = await page.evaluate(
    (width) =>
      document.scrollingElement.scrollWidth > width
        ? [...document.querySelectorAll("body *")]
            .filter((element) => element.getBoundingClientRect().right > width)
            .map((element) => element.outerHTML.slice(0, 80))
        : [],
    WIDTH,
  );
  assert.deepEqual(wide, [], `wider than ${WIDTH} px: ${name}`);
  await assertAccessible(page);
  await screenshot(page, `narrow-${name}-${WIDTH}`);
}
