/** Parts of pages: tables, forms, navigation: `@fmpn/page/parts`. */
export { type Column, dataTable, type DataTable, type RowGroup } from "./data-table.js";
export { checkField, type SelectField, selectField, textField, type TextField } from "./form.js";
export { breadcrumbs, chip, chipLinks, facts, type NavigationLink, notice, paging, siteFooter, siteHeader, type SiteHeader, tabs, tiles, type Tone } from "./navigation.js";
export { WHAT_AN_ANSWER_IS } from "./what-an-answer-is.js";
