export { demandRow, enterpriseRow, ndjson, projectRow } from './records';
