
use nightdesk::staffing::*;
use std::time::Instant;
struct W(Instant);
impl Watch for W { fn found(&mut self, c: f64) { eprintln!("{:6.2}s found {c:.1}", self.0.elapsed().as_secs_f64()); } fn stop(&mut self) -> bool { false } }
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let with: Vec<String> = a.get(4).map(|s| s.split(',').filter(|s| !s.is_empty()).map(str::to_owned).collect()).unwrap_or_default();
    let n: u64 = a.get(5).map_or(1000, |s| s.parse().unwrap());
    let request = nightdesk::scenario::Request { path: &a[1], with: &with, ..Default::default() };
    let loaded = match nightdesk::scenario::load(&request) { Ok(l) => l, Err(p) => { eprintln!("{}", p.render(false)); return } };
    let hold = match a[2].as_str() { "night" => Hold::Night, "each" => Hold::Each, "average" => Hold::Average, _ => Hold::Interval };
    let asked = Asked { hold, certainty: a[3].parse().unwrap() };
    let t = Instant::now();
    let desk = Desk::of(&loaded.scenario).unwrap();
    eprintln!("{} choices", desk.choices.len());
    let t0 = Instant::now();
    let _ = desk.plan(&desk.least()).unwrap();
    eprintln!("compile {:?}", t0.elapsed());
    let mut sample = Sample::new(&desk, asked, (1, n, 10_000), 2).unwrap();
    eprintln!("drawn {:?}", t.elapsed());
    let mut w = W(t);
    let mut search = Search { sample: &mut sample, means: Means::UNBOUNDED, watch: &mut w };
    let start = search.start(1, 200).unwrap();
    let m = search.sample.measure(&start, 200).unwrap();
    eprintln!("{:6.2}s start cost {:.1} hours {:.1} worst {:.2} nights {}", t.elapsed().as_secs_f64(), m.cost, desk.paid_h(&start), m.worst(), search.sample.simulated);
    let r1 = Round { nights: (n/4).min(500), slope_nights: (n/10).min(200), step: 0.05, tries: 4 };
    let x = search.cheapest(start, r1).unwrap().unwrap();
    eprintln!("{:6.2}s round 1: {:.1} {:.1} h sim {}", t.elapsed().as_secs_f64(), desk.planned_cost(&x), desk.paid_h(&x), search.sample.simulated);
    let r2 = Round { nights: n, slope_nights: (n/8).min(400), step: 0.01, tries: 4 };
    let x = search.cheapest(x, r2).unwrap().unwrap();
    let m = search.sample.measure(&x, n).unwrap();
    eprintln!("{:6.2}s round 2: {:.1} {:.1} h worst {:.3} sim {} agents {}", t.elapsed().as_secs_f64(), m.cost, desk.paid_h(&x), m.worst(), search.sample.simulated, desk.agents(&x));
    for (c, k) in desk.choices.iter().zip(&x) { if *k > 0 { eprintln!("  {} {:?} {k}", c.team, c.what); } }
    let fresh = Sample::new(&desk, asked, (77, 10_000, 10_000), 2).unwrap();
    let mut fresh = fresh;
    let m = fresh.measure(&x, 10_000).unwrap();
    for p in &m.promises { eprintln!("  {:?} {:?} {:.4} ({:.4}) of {:.3} {}", p.target, p.interval, p.seen.value, p.seen.low, p.required, if p.holds() {"ok"} else {"SHORT"}); }
}
