/** The program of the HTML report: takes the data out of the file, draws the page, and listens. */
import { byId } from './dom.ts';
import { Detail } from './detail.ts';
import { showFilters } from './filter-bar.ts';
import { FindingsTable } from './findings-table.ts';
import { showHeadline } from './headline.ts';
import { showMatrix } from './matrix.ts';
import { readPage } from './read-page.ts';
import { showRepositories } from './repositories.ts';
import { showUnknown } from './unknown.ts';
import { View } from './view.ts';

const model = readPage();
const view = new View(model);
showHeadline(view);
showMatrix(view);
showRepositories(view);
showFilters(view);
const dialog = byId('detail');
if (!(dialog instanceof HTMLDialogElement)) throw new Error('page.html: #detail is no dialog');
const detail = new Detail(view, dialog, (index) => table.focus(index));
const table = new FindingsTable(view, (index) => detail.open(index));
showUnknown(model);
document.documentElement.dataset['ready'] = 'yes';
