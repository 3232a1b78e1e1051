"""The charts along the weeks show the run that they are given."""

import itertools
import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import numpy as np
import pytest
from every import compared, differences, terms_of
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from runs import run
from svgs import NAMESPACE, elements_of, read, words_in

from clever_coalitions.app.drawing.axes import FLAT, Scale, Time, bends, ceiling, corners, line_path
from clever_coalitions.app.drawing.differences import (
    difference_bars,
    differences_in_words,
    fans_chart,
    short_names,
    ticks_between,
)
from clever_coalitions.app.drawing.fans import Fan, fan_hatch, fans_of
from clever_coalitions.app.drawing.one_chart import one_chart, one_chart_edges, one_chart_in_words
from clever_coalitions.app.drawing.overlays import obstacle_band, spread
from clever_coalitions.app.drawing.reasons import reasons, reasons_in_words
from clever_coalitions.app.drawing.strips import strip_charts, strip_charts_in_words, strip_edges
from clever_coalitions.app.drawing.svg import color_of_variant
from clever_coalitions.app.drawing.track import Span, track_of
from clever_coalitions.app.telling.why import LEAST
from clever_coalitions.experiments import compare, variants
from clever_coalitions.scenarios import load
from clever_coalitions.sim.events import PIVOTED


@pytest.mark.parametrize("case", ["syria", "central_african_republic", "exponential"])
def test_a_track_is_what_the_series_say(case):
    cast, frames = run(case)
    track = track_of(cast, frames)
    for place, kind in enumerate(cast.scenario.kinds):
        np.testing.assert_array_equal(track.members[place, 1:], track.column(f"members: {kind.name}")[1:])
    for spans, name in ((track.obstacles, "obstacle"), (track.plans, "plan_obstacle")):
        found = np.concatenate([np.full(round((s.end - s.begin) / track.weeks[1]), s.what) for s in spans])
        series = track.column(name)[1:]
        np.testing.assert_array_equal(found, np.where(np.isnan(series), -1, series))
    open_weeks = sum(span.end - span.begin for span in track.windows)
    assert open_weeks == pytest.approx(track.weeks[1] * track.column("window")[1:].sum())


def test_pivots_are_marked_in_their_weeks():
    cast, frames = run("exponential")
    weeks = [frame.week for frame in frames if PIVOTED in frame.events[:, 1]]
    assert track_of(cast, frames).pivots == tuple(weeks)
    lines = elements_of(one_chart(cast, frames), "pivot")[0]
    left, right = one_chart_edges(cast)
    at = [float(re.match(r"M(\S+) ", path.get("d")).group(1)) for path in lines.iter(f"{NAMESPACE}path")]
    expected = [600.0 * (left + (right - left) * week / 208.0) for week in weeks]
    np.testing.assert_allclose(at, expected, atol=0.06)


def test_where_everybody_works_alone_there_is_no_coalition_that_pivots():
    cast, frames = run("syria", "alone")
    track = track_of(cast, frames)
    assert any(PIVOTED in frame.events[:, 1] for frame in frames)
    assert not track.is_led
    assert track.pivots == ()
    assert "each works alone" in one_chart_in_words(cast, frames)


@pytest.mark.parametrize(("case", "unit"), [("syria", "week 0"), ("central_african_republic", "day 0")])
def test_ticks_count_in_the_unit_of_the_case(case, unit):
    cast, frames = run(case)
    for svg in (one_chart(cast, frames), strip_charts(cast, frames)):
        assert unit in [words.said for words in words_in(svg)]


@pytest.mark.parametrize("width", [390.0, 600.0, 1200.0])
def test_now_stands_between_the_edges_that_the_page_is_told(width):
    cast, frames = run("syria")
    for draw, edges in ((one_chart, one_chart_edges), (strip_charts, strip_edges)):
        left, right = edges(cast, width)
        assert 0.0 < left < right < 1.0
        line = elements_of(draw(cast, frames, now=52.0, width=width), "now")[0]
        at = float(re.match(r"M(\S+) ", line.get("d")).group(1))
        assert at == pytest.approx(width * (left + (right - left) / 4.0), abs=0.06)


def test_one_frame_is_enough():
    cast, frames = run("syria")
    for draw in (one_chart, strip_charts):
        read(draw(cast, frames[:1], now=0.0))
    assert one_chart_in_words(cast, frames[:1]) == ("Until week 0 nobody belongs to a coalition; no pivot and no win.")


def test_the_sentences_are_true():
    cast, frames = run("syria")
    members = int(frames[-1].member.sum())
    said = one_chart_in_words(cast, frames)
    assert said.startswith(f"In week 208 the coalition has {members} members, ")
    assert "1 pivot" in said
    said = strip_charts_in_words(cast, frames[:100])
    last = frames[99]
    assert f"in week {last.week:.0f} 'no legal ground' stands in the way".lower() in said.lower()
    assert f"{100 * last.series['progress']:.0f} % of the theory of change" in said


def test_the_baseline_and_the_band_are_drawn():
    cast, frames = run("syria")
    plain = strip_charts(cast, frames)
    with_ghost = strip_charts(cast, frames, run("syria", "consensus")[1], ghost_name="consensus")
    assert "consensus" in [words.said for words in words_in(with_ghost)]
    assert with_ghost.count("stroke-dasharray") > plain.count("stroke-dasharray")
    fans = fans_of(compared(), 0)
    assert len(elements_of(strip_charts(cast, frames, band=fans), "fan")) == len(fans) == 4


def test_two_futures_are_drawn_with_a_band_each_and_named_where_they_end():
    cast, frames = run("syria")
    ghost, fans, others = run("syria", "consensus")[1], fans_of(compared(), 0), fans_of(compared(), 1)
    alone = strip_charts(cast, frames, ghost, name="the new course", ghost_name="the old course")
    assert elements_of(alone, "fan") == elements_of(alone, "fan-hatch") == []
    both = strip_charts(
        cast, frames, ghost, fans, ghost_band=others, name="the new course", ghost_name="the old course"
    )
    for name, color in (("fan", "fill"), ("fan-hatch", "stroke"), ("fan-edges", "stroke")):
        drawn = elements_of(both, name)
        assert len(drawn) == len(fans) == 4
        assert {one.get(color) for one in drawn} == {color_of_variant(1 if name == "fan" else 0)}
    said = [words.said for words in words_in(both)]
    assert said.count("the new course") == 4  # members, progress, trust, energy
    assert said.count("the old course") == 5  # and what it held to be true
    for name in ("the new course", "the old course"):
        assert {f"this world: {name}", f"half of the worlds: {name}"} <= set(said)
    assert not any(word.startswith("half of the worlds") for word in [words.said for words in words_in(alone)])


def test_a_hatch_fills_a_band_from_its_low_to_its_high():
    time, scale = Time(0.0, 100.0, 10.0, False), Scale(0.0, 50.0, 0.0, 1.0)
    weeks = np.arange(1.0, 11.0)
    low, high = np.where(weeks > 4.0, weeks / 20.0, np.nan), np.where(weeks > 4.0, weeks / 10.0, np.nan)
    svg = fan_hatch(Fan(weeks, low, (low + high) / 2.0, high), time, scale)
    strokes = re.findall(r"M([\d.]+) ([\d.]+)V([\d.]+)", re.search(r'd="([^"]*)" class="fan-hatch"', svg).group(1))
    assert len(strokes) > 5
    for x, foot, head in (map(float, stroke) for stroke in strokes):
        assert 50.0 <= x <= 100.0
        assert foot == pytest.approx(50.0 - 50.0 * x / 200.0, abs=0.06)
        assert head == pytest.approx(50.0 - 50.0 * x / 100.0, abs=0.06)


def test_hours_of_another_run_are_drawn_where_they_are_others():
    cast, frames = run("syria")
    same, other = (strip_charts(cast, frames, ghost) for ghost in (frames, _with_more_to_listen(frames)))
    assert len(elements_of(other, "ghost")) == len(elements_of(same, "ghost")) + 1


def _with_more_to_listen(frames):
    more = np.array([0.3, -0.3, 0.0, 0.0, 0.0, 0.0, 0.0])
    return [replace(frame, uses=frame.uses + more) for frame in frames]


def test_nine_obstacles_in_the_band_are_all_told_apart():
    case = load("syria")
    many = replace(case, obstacles=tuple(replace(case.obstacles[0], name=f"obstacle {o}") for o in range(9)))
    spans = [Span(10.0 * o, 10.0 * o + 10.0, o) for o in range(9)]
    svg = obstacle_band(many, spans, Time(0.0, 900.0, 90.0, False), 0.0, "stands in the way")
    parts = [list(one) for one in ET.fromstring(svg)]
    looks = {(one[1].get("fill"), next((e.get("stroke-dasharray") for e in one if e.get("d")), None)) for one in parts}
    assert len(parts) == len(looks) == 9
    assert [one[0].text.split(" stands")[0] for one in parts] == [f"obstacle {o}" for o in range(9)]


@given(st.integers(1, 60), st.integers(0, 1000))
def test_corners_of_steps_pass_through_every_value(many, seed):
    values = np.random.default_rng(seed).integers(0, 3, many).astype(float)
    x = np.arange(many, dtype=float)
    found = corners(x, values)
    for place in range(1, many):
        middle = place - 0.5
        after = int(np.searchsorted(found[:, 0], middle))
        assert found[after, 1] == found[after - 1, 1] == values[place]


@given(arrays.arrays(np.float64, st.integers(2, 80), elements=st.floats(0.0, 100.0, width=32)))
def test_points_left_out_of_a_line_are_close_to_it(values):
    x = np.arange(len(values), dtype=float)
    kept = bends(np.stack([x, values], axis=1))
    assert np.abs(np.interp(x, kept[:, 0], kept[:, 1]) - values).max() <= 3.0 * FLAT + 1e-9
    assert (kept[0] == (0.0, values[0])).all()
    assert (kept[-1] == (x[-1], values[-1])).all()


def test_a_line_is_broken_where_nothing_is_known():
    y = np.array([np.nan, 1.0, 5.0, np.nan, np.nan, 2.0, 9.0, np.nan])
    assert line_path(np.arange(8.0), y) == "M1.0 1.0L2.0 5.0M5.0 2.0L6.0 9.0"


@given(st.floats(1.0, 5000.0))
def test_an_axis_ends_at_a_round_number_not_far_above(value):
    top = ceiling(value)
    assert value <= top + 1e-6
    assert top <= max(12.0, 1.7 * value)


@given(st.lists(st.floats(0.0, 100.0), min_size=1, max_size=12), st.floats(50.0, 200.0))
def test_labels_beside_a_row_never_touch(heights, high):
    placed = spread(sorted(heights), 13.0, 0.0, high)
    assert all(b - a >= 13.0 - 1e-9 for a, b in itertools.pairwise(placed))
    assert placed[0] >= -1e-9


@given(st.floats(-100.0, 100.0), st.floats(0.001, 300.0))
def test_ticks_are_few_and_hold_the_numbers(low, spread_):
    ticks = ticks_between(low, low + spread_)
    assert 3 <= len(ticks) <= 6
    assert ticks[0] <= low + 1e-6 * spread_
    assert ticks[-1] >= low + spread_ * (1 - 1e-6)


@given(st.floats(20.0, 600.0), st.booleans())
def test_ticks_of_time_do_not_touch(wide, is_days):
    ticks = Time(0.0, wide, 208.0, is_days).ticks()
    assert ticks[0] == (0.0, "0")
    assert all(b[0] > a[0] for a, b in itertools.pairwise(ticks))


def test_a_scale_holds_what_is_beyond_it():
    scale = Scale(10.0, 110.0, 0.0, 1.0)
    np.testing.assert_allclose(scale.ys(np.array([-1.0, 0.0, 0.5, 1.0, 2.0])), [110.0, 110.0, 60.0, 10.0, 10.0])


def test_reasons_come_largest_first_and_add_up():
    for terms in terms_of(run("syria")[1])[:10]:
        words = [line.said for line in words_in(reasons(terms.tolist()))]
        numbers = [float(said.replace("−", "-")) for said in words if re.fullmatch(r"[+−]?\d+\.\d", said)]
        named = numbers[:-1] if "all smaller ones" in words else numbers
        assert [abs(number) for number in named] == sorted((abs(number) for number in named), reverse=True)
        assert len(named) == sum(abs(terms) >= LEAST)
        total = next(said for said in words if said.endswith("h a week"))
        assert float(total.split()[0].replace("−", "-")) == pytest.approx(terms.sum(), abs=0.051)
        assert reasons_in_words(terms.tolist()).startswith("In all ")


def test_reasons_without_any_weight_are_still_a_drawing():
    read(reasons([0.0] * 11))
    assert reasons_in_words([0.0] * 11) == "In all 0.0 hours a week."


def test_differences_say_what_the_estimates_say():
    rows = differences()
    said = differences_in_words(rows, "opt-in", "consensus")
    for verdict in ("not yet known", "no difference that matters"):
        assert said.count(verdict) == sum(row.found.verdict == verdict for row in rows)
    svg = difference_bars(rows, "opt-in", "consensus")
    assert [row.name in [words.said for words in words_in(svg)] for row in rows] == [True] * len(rows)
    unknown = replace(rows[0].found, mean=np.nan, low=np.nan, high=np.nan)
    assert "not known" in difference_bars([rows[0]._replace(found=unknown)], "a", "b")


def test_only_what_differs_is_said_in_heads_and_rows():
    assert short_names("coordinator.listen=0", "coordinator.listen=0.2") == ("0", "0.2")
    assert short_names("opt-in", "consensus") == ("opt-in", "consensus")
    assert short_names("opt-in with what ifs", "consensus with what ifs") == ("opt-in", "consensus")
    assert short_names("trust.start=0.2", "coordinator.listen=0.2") == ("trust.start=0.2", "coordinator.listen=0.2")
    svg = difference_bars(differences(), "coordinator.listen=0.2", "coordinator.listen=0.4", width=560.0)
    assert {"← more under 0.2", "more under 0.4 →"} <= {words.said for words in words_in(svg)}


def test_fans_end_where_the_means_do():
    comparison = compared()
    fans = [(variant, fans_of(comparison, place)["members"]) for place, variant in enumerate(comparison.variants)]
    svg = fans_chart(comparison.scenario, fans, "members")
    assert {"opt-in", "consensus", "members", "week 0"} <= {words.said for words in words_in(svg)}
    column = comparison.columns.index("members")
    np.testing.assert_allclose(fans[1][1].middle, comparison.series[:, 1, :, column].mean(axis=0))
    assert fans[0][1].weeks[-1] == 208.0


@pytest.mark.parametrize("solid", [0, 1])
def test_the_side_that_is_asked_for_has_the_solid_line(solid):
    comparison = compared()
    fans = [(variant, fans_of(comparison, place)["members"]) for place, variant in enumerate(comparison.variants)]
    svg = fans_chart(comparison.scenario, fans, "members", solid=solid)
    lines = re.findall(r'<path [^>]*fill="none"[^>]*>', svg)
    styles = {color: "dasharray" not in one for one in lines for color in re.findall(r'stroke="([^"]+)"', one)}
    assert styles == {color_of_variant(solid): True, color_of_variant(1 - solid): False}


def test_where_nobody_coordinates_there_are_no_members_to_draw():
    case = load("steady", {"weeks": 52})
    comparison = compare(variants(case, "governance=opt-in,alone"), 3, series=True)
    led, alone = (fans_of(comparison, place) for place in (0, 1))
    for name in ("members", "trust"):
        assert np.isfinite(led[name].middle).any()
        assert not np.isfinite(alone[name].middle).any()
    assert np.isfinite(alone["progress"].middle).any()
    words = words_in(fans_chart(case, [("opt-in", led["members"]), ("alone", alone["members"])], "members"))
    assert "opt-in" in {one.said for one in words}
    assert "alone" not in {one.said for one in words}
