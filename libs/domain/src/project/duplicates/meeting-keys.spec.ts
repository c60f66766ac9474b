import { meetingKeys } from './meeting-keys';
import { traitsOf } from './project-traits';

const keysOf = (institution: string, title: string, summary: string) =>
  meetingKeys(traitsOf({ title, summary, keywords: [], patents: [], institution: { name: institution } }));
const shared = (a: ReturnType<typeof keysOf>, b: ReturnType<typeof keysOf>) => {
  const others = new Set(b.map(({ hash }) => hash));
  return a.filter(({ hash }) => others.has(hash)).length;
};
const tested = '85℃下试了260台，八小时后还剩90%';
const retold = '样机260台，在85℃撑满8小时，性能保持90%';

describe('meetingKeys', () => {
  it('lets a school and its university meet by their figures, not two universities', () => {
    const school = keysOf('北泽工业大学机电工程学院', '主轴热补偿', tested);
    const university = keysOf('北泽工业大学', '开机不用热车', retold);
    const other = keysOf('南泽工业大学', '开机不用热车', retold);
    expect(shared(school, university)).toBeGreaterThanOrEqual(4);
    expect(shared(school, other)).toBeLessThan(2);
  });

  it('files no more than it says, and each key once', () => {
    const figures = Array.from({ length: 60 }, (_, n) => `${n}37.5kW`).join('、');
    const keys = keysOf('北泽工业大学机电工程学院', '甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉', figures);
    expect(keys.length).toBeLessThanOrEqual(52);
    expect(new Set(keys.map(({ hash }) => hash)).size).toBe(keys.length);
  });
});
