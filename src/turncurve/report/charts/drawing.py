"""Chart specifications to pictures, with nothing fetched from anywhere."""

import altair as alt
import vl_convert as vlc


def svg(chart: alt.TopLevelMixin) -> str:
    """The chart as SVG."""
    return vlc.vegalite_to_svg(chart.to_dict(), allowed_base_urls=[])


def png(chart: alt.TopLevelMixin) -> bytes:
    """The chart as PNG, at twice the size, for print."""
    return vlc.vegalite_to_png(chart.to_dict(), scale=2, allowed_base_urls=[])
