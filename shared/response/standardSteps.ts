/**
 * The steps that the default cards are made of, in words for somebody who is alone at night and no electrician. They
 * follow the operating guide's recommendations and keep three rules: live parts are touched by nobody but the
 * electrical safety manager; smoke or flame means 119 first and evacuation; what can't be trusted is patrolled.
 */
import type { CardStep, StepRole } from './card.ts';

type StandardStep = Pick<CardStep, 'text' | 'who'>;

const step =
  (who: StepRole) =>
  (ko: string, en: string): StandardStep => ({ who, text: { ko, en } });
const operator = step('operator');
const electrician = step('electrician');
const emergency = step('emergency');

export const STANDARD_STEPS = {
  checkPlace: operator(
    '현장에 사람을 보내 연기, 불꽃, 탄 냄새가 있는지 확인합니다.',
    'Send somebody to the place: is there smoke, flame or a smell of burning?',
  ),
  decide119: emergency(
    '119에 신고할지 판단합니다. 연기나 불꽃이 있으면 먼저 신고하고 대피시킵니다.',
    'Decide about 119. With smoke or flame, call first and evacuate.',
  ),
  keepOff: operator(
    '분전반을 열거나 만지지 않습니다. 사람들을 물러서게 합니다.',
    'Do not open or touch the panel. Keep people away from it.',
  ),
  callElectrician: electrician(
    '전기안전관리자를 바로 부르고 경보의 이유를 알려 줍니다.',
    'Call the electrical safety manager at once and say why the alarm came.',
  ),
  considerPowerOff: electrician(
    '전원을 차단할지 정합니다. 근무자는 차단기가 밖에 있고 안전하게 손이 닿을 때만 내립니다.',
    'Decide about switching off. Operators use only a breaker that is outside and safely in reach.',
  ),
  considerPanelOff: electrician(
    '이웃한 회로가 함께 위험합니다. 위쪽 분전반에서 차단할지 정합니다.',
    'Neighbouring circuits are in danger together: decide about switching off upstream of them.',
  ),
  evacuateAround: operator(
    '적힌 감지기 모두의 둘레에서 사람들을 먼저 내보냅니다.',
    'First lead people away from all of the named detectors.',
  ),
  scheduleInspection: electrician(
    '그 회로의 점검 날짜를 잡고, 그때까지 부하를 줄입니다.',
    'Set a date to inspect the circuit, and reduce its load until then.',
  ),
  coolDown: operator(
    '연기나 불꽃이 없으면 환기하고 열을 식힙니다.',
    'Without smoke or flame: ventilate and let the place cool down.',
  ),
  notAlone: operator(
    '혼자 들어가지 않습니다. 머리가 아프거나 어지러우면 바로 나옵니다.',
    'Do not go in alone. With a headache or dizziness, leave at once.',
  ),
  ventilateAndClear: operator(
    '불꽃이 없으면 문을 열어 환기하고 사람들을 밖으로 내보냅니다.',
    'If there is no flame, open the doors, ventilate and lead people outside.',
  ),
  findGasSource: electrician(
    '가스가 어디에서 나왔는지, 탄 흔적이 있는지 점검합니다.',
    'Find where the gas came from and look for traces of burning.',
  ),
  inspectWiring: electrician(
    '배선과 연결부를 점검합니다.',
    'Inspect the wiring and its connections.',
  ),
  checkInsulation: electrician('절연 상태를 확인합니다.', 'Check the insulation.'),
  checkLeakageBreaker: electrician(
    '누전차단기가 작동했는지 확인합니다.',
    'Check whether the earth-leakage breaker has tripped.',
  ),
  checkGrounding: electrician('접지 상태를 점검합니다.', 'Check the earthing.'),
  watchHalfHour: operator(
    '30분 동안 값을 지켜봅니다. 다시 오르면 처음부터 합니다.',
    'Watch the values for 30 minutes. If they rise again, begin anew.',
  ),
  tellSupervisor: operator('책임자에게 알립니다.', 'Tell the supervisor.'),
  reduceLoad: operator(
    '그 회로를 쓰는 사람에게 설비를 끄거나 줄이게 합니다.',
    'Ask those who use the circuit to switch equipment off.',
  ),
  keepFromWater: operator(
    '젖은 바닥에 다가가지 않고 사람들을 물러서게 합니다.',
    'Stay off wet floors and keep people away.',
  ),
  lookForWater: operator(
    '물이 새거나 이슬이 맺힌 곳이 있는지 멀리서 봅니다.',
    'Look from a distance for leaking water or condensation.',
  ),
  tellElectrician: electrician(
    '전기안전관리자에게 알립니다.',
    'Tell the electrical safety manager.',
  ),
  tellElectricianByDay: electrician(
    '낮 근무 시간에 전기안전관리자에게 전달합니다.',
    'Pass it on to the electrical safety manager in office hours.',
  ),
  askAboutWork: operator(
    '그 회로에서 작업하거나 바꾼 설비가 있는지 묻습니다.',
    'Ask whether anybody works on the circuit or changed equipment.',
  ),
  askAboutPaint: operator(
    '도장이나 청소 작업이 있는지 묻습니다. 없으면 화재 위험처럼 현장을 확인합니다.',
    'Ask about painting or cleaning. If there is none, treat it as a fire risk and look.',
  ),
  leaveBreakerDown: operator(
    '내려간 차단기를 다시 올리지 않습니다. 전기안전관리자가 올립니다.',
    'Leave a tripped breaker as it is. The electrical safety manager resets it.',
  ),
  tellIfSeveral: operator(
    '여러 감지기가 함께면 전기를 받는 쪽 문제라고 알립니다.',
    'If several detectors show it, report it as a problem of the supply.',
  ),
  lookAtLastLevel: operator(
    '끊기기 전 등급을 봅니다. 경계나 심각이었으면 화재로 보고 바로 확인합니다.',
    'Look at the level before. If it was High or Critical, treat it as fire and go.',
  ),
  patrolThere: operator(
    '고칠 때까지 그 자리를 순찰에 넣습니다.',
    'Patrol the place until it is mended.',
  ),
  lookAtLamps: operator(
    '감지기와 게이트웨이의 전원과 표시등을 봅니다. 분전반은 열지 않습니다.',
    'Look at the power and lamps of detector and gateway. Do not open the panel.',
  ),
  lookInstead: operator(
    '그 감지기의 값을 믿지 말고 현장을 눈으로 확인합니다.',
    'Do not trust the values of this detector: look at the place.',
  ),
  compareNeighbours: operator(
    '가까운 다른 감지기의 값과 견주어 봅니다.',
    'Compare with the detectors nearby.',
  ),
  requestService: electrician(
    '감지기 점검을 맡깁니다. 전원이 통하는 부분은 전기안전관리자만 다룹니다.',
    'Have the detector serviced. Only the electrical safety manager works on live parts.',
  ),
  watchADay: operator(
    '24시간 지켜보고 저절로 낫지 않으면 점검을 맡깁니다.',
    'Watch it for 24 hours; if it does not recover by itself, have it serviced.',
  ),
  patrolUnwatched: operator(
    '감시되지 않는 층을 순찰하고 화재 수신기를 직접 봅니다.',
    'Patrol the floors that are not monitored and watch the fire panel itself.',
  ),
  readTheReason: operator(
    '시스템 화면에서 이유와 할 일을 읽습니다.',
    'Read the reason and what to do on the System screen.',
  ),
  checkPowerAndNetwork: operator(
    '이 PC와 통신 장비의 전원과 네트워크 연결을 봅니다.',
    'Check power and network of this PC and the network equipment.',
  ),
  tellAdministrator: operator('관리자에게 알립니다.', 'Tell the administrator.'),
  writeOnPaper: operator(
    '고칠 때까지 경보와 한 일을 종이에 적습니다.',
    'Until it is mended, write alarms and what was done on paper.',
  ),
  makeRoom: operator(
    '관리자가 디스크를 비웁니다. 데이터 폴더의 파일은 지우지 않습니다.',
    'Have the administrator free disk space. Delete nothing in the data folder.',
  ),
  patrolTheMissed: operator(
    '받지 못한 동안 이상이 없었는지 순찰로 확인합니다.',
    'Patrol and see whether anything happened while nothing was received.',
  ),
  lookAtTheLate: operator(
    '적힌 감지기의 지금 값과 현장을 보고, 위험이 지나갔는지 확인합니다.',
    'Look at the named detectors, at their values now and on the spot: is it over?',
  ),
  setTheClock: operator(
    '이 PC의 날짜와 시각을 확인하고, 시간 서버에 맞추게 합니다.',
    'Check date and time of this PC and have them set by a time server.',
  ),
  lookForGaps: operator(
    '빠진 기록이 있는지 보고, 따로 보관된 손상 파일은 그대로 둡니다.',
    'Look for missing records, and leave the damaged file that was set aside.',
  ),
  leaveTheRecord: operator(
    '데이터 폴더와 감사 기록을 그대로 둡니다. 아무것도 지우거나 되돌리지 않습니다.',
    'Leave the data folder and the audit record as they are. Delete and restore nothing.',
  ),
  watchMoreClosely: operator(
    '규칙에 따른 감시는 계속됩니다. 오르는 값이 있는지 더 자주 봅니다.',
    'Watching by rules goes on. Look more often for rising values.',
  ),
  trustTheRules: operator(
    '예측 모델이 조용하다고 안심하지 않습니다. 규칙에 따른 경보는 평소처럼 믿습니다.',
    'Take no comfort from a quiet prediction model. Alarms by rules count as always.',
  ),
  readTheModelPage: operator(
    '경보의 내용에서 무엇이 기준을 벗어났는지 읽습니다.',
    'Read in the alarm what is beyond its limit.',
  ),
  telephoneInstead: operator(
    '고칠 때까지 중요한 경보는 전화로 직접 알립니다.',
    'Until it is mended, tell important alarms by telephone.',
  ),
  callTheOtherDesk: operator(
    '다른 관제석에 전화해 누가 어느 경보를 맡는지 정합니다.',
    'Telephone the other desk and agree who answers which alarm.',
  ),
  checkSpeaker: operator(
    '스피커의 전원, 연결, 음량을 보고 소리 시험을 합니다.',
    'Check power, plug and volume of the speaker, then test the sound.',
  ),
  keepWatching: operator(
    '고칠 때까지 화면에서 눈을 떼지 않습니다.',
    'Keep your eyes on the screen until it is mended.',
  ),
  wakeTheScreen: operator(
    '화면을 켜고 관제 화면을 맨 앞으로 가져옵니다.',
    'Turn the screen on and bring the desk to the front.',
  ),
  findTheFlood: operator(
    '시스템 화면에서 어느 경로인지 보고 그 게이트웨이를 점검하게 합니다.',
    'See on the System screen which feed it is and have its gateway checked.',
  ),
} as const satisfies Readonly<Record<string, StandardStep>>;

export type StandardStepId = keyof typeof STANDARD_STEPS;
