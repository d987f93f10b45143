"""The words of English that are read: for numbers, units, times and money.  Hedges stand in `discrepancy.reading.languages.english.hedges`.

A line of a table is what is meant, a colon, and how it is printed; ``_`` stands for a space.
"""

from __future__ import annotations


def _table(lines: str) -> dict[str, str]:
    """Printed form → what is meant."""
    rows = (line.partition(": ") for line in lines.strip().split("\n"))
    return {form.replace("_", " "): meant.replace("_", " ") for meant, _, forms in rows for form in forms.split()}


_TO_19 = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
ONES = {word: n for n, word in enumerate(_TO_19.split())}
TENS = {word: 10 * n for n, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_SCALES = """
12: dozen
20: score
100: hundred
1_000: thousand k
10_000: myriad
100_000: lakh lac lakhs lacs
1_000_000: million m mn mln
10_000_000: crore crores cr
1_000_000_000: billion bn bln b
1_000_000_000_000: trillion tn trn
1_000_000_000_000_000: quadrillion
1_000_000_000_000_000_000: quintillion
1_000_000_000_000_000_000_000: sextillion
"""
SCALES = {word: int(size.replace(" ", "")) for word, size in _table(_SCALES).items()}
SHORT = {word for word in SCALES if len(word) < 4 and word != "lac"}  # only behind figures
PLURALS = {"tens": 10, "dozens": 12, "scores": 20} | {f"{w}s": SCALES[w] for w in ("hundred", "thousand", "million", "billion", "trillion")}
_PARTS = "half third fourth fifth sixth seventh eighth ninth tenth"
FRACTIONS = {form: n for n, word in enumerate(_PARTS.split(), 2) for form in (word, f"{word}s")}
FRACTIONS |= {"halves": 2, "quarter": 4, "quarters": 4}

# symbol, factor and how they are printed
UNITS = """
%, 1: % percent percents pct per_cent per-cent per_cents percent_of
pp, 1: pp ppt ppts percentage_point percentage_points percentage-point percentage-points %_point %_points %-point %-points percent_point percent_points per_cent_points
t, 1: tonne tonnes metric_ton metric_tons metric_tonne metric_tonnes t
t, 1e3: kt kilotonne kilotonnes kilotons kiloton
t, 1e6: mt megatonne megatonnes megatons megaton mmt
t, 1e9: gt gigatonne gigatonnes gigatons gigaton
short_ton, 1: short_ton short_tons
long_ton, 1: long_ton long_tons
kg, 1: kg kilogram kilograms kilogramme kilogrammes kilo kilos kgs
g, 1: g gram grams gramme grammes
mg, 1: mg milligram milligrams
lb, 1: lb lbs
oz, 1: oz ounce ounces
km, 1: km kms kilometre kilometres kilometer kilometers
m, 1: metre metres meter meters
cm, 1: cm centimetre centimetres centimeter centimeters
mm, 1: mm millimetre millimetres millimeter millimeters
mi, 1: mile miles
nmi, 1: nautical_mile nautical_miles
yd, 1: yard yards
ft, 1: ft foot feet
in, 1: inch inches
ha, 1: ha hectare hectares
ha, 1e3: kha
ha, 1e6: mha
acre, 1: acre acres
km², 1: km2 km² square_kilometre square_kilometres square_kilometer square_kilometers sq_km sq._km sqkm
m², 1: m2 m² square_metre square_metres square_meter square_meters sq_m sqm metres_squared meters_squared
mi², 1: mi2 mi² square_mile square_miles sq_mi sq._mi sq_miles
ft², 1: ft2 ft² square_foot square_feet sq_ft sq._ft
m³, 1: m3 m³ cubic_metre cubic_metres cubic_meter cubic_meters metres_cubed meters_cubed
m³, 1e9: bcm
km³, 1: km3 km³ cubic_kilometre cubic_kilometres cubic_kilometer cubic_kilometers
ft³, 1: ft3 ft³ cubic_foot cubic_feet
ft³, 1e6: mmcf
ft³, 1e9: bcf
ft³, 1e12: tcf
l, 1: l litre litres liter liters
J, 1e9: gj gigajoule gigajoules
J, 1e12: tj terajoule terajoules
J, 1e15: pj petajoule petajoules
J, 1e18: ej exajoule exajoules
toe, 1: toe
toe, 1e3: ktoe
toe, 1e6: mtoe
ppm, 1: ppm ppmv
ppb, 1: ppb ppbv
Wh, 1e3: kwh kilowatt_hour kilowatt_hours kilowatt-hour kilowatt-hours
Wh, 1e6: mwh megawatt_hour megawatt_hours megawatt-hour megawatt-hours
Wh, 1e9: gwh gigawatt_hour gigawatt_hours gigawatt-hour gigawatt-hours
Wh, 1e12: twh terawatt_hour terawatt_hours terawatt-hour terawatt-hours
W, 1: watt watts
W, 1e3: kw kilowatt kilowatts
W, 1e6: mw megawatt megawatts
W, 1e9: gw gigawatt gigawatts
W, 1e12: tw terawatt terawatts
°C, 1: °c degree_celsius degrees_celsius degrees_c celsius degrees_centigrade degree_c
°F, 1: °f degree_fahrenheit degrees_fahrenheit degrees_f fahrenheit degree_f
min, 1: minute minutes mins
h, 1: hour hours hr hrs
d, 1: day days
week, 1: week weeks
month, 1: month months
a, 1: year years yr yrs
"""
# What a word leaves open: symbol, what is taken for granted, and how it is printed.
ASSUMED = """
t, ton: metric; ton tons
gal, gallon: US; gallon gallons
bbl, barrel: of oil, 42 US gallons; barrel barrels bbl
pp, points: percentage points; point points
"""
# Units that are not read, in small letters: a number in one is refused, for it counts nothing else.
UNREAD = set(
    "ppt ppq kbpd mbpd mmbpd mb kb gb tb mbps gbps bps bp boe kboe mboe mmboe kbbl mbbl mmbbl mcf cf cfs cfm mcm tcm cbm cum btu mbtu mmbtu therm "
    "therms quad quads tce mtce kcal cal knot knots psi psu dwt grt teu teus feu feus gsm hp bhp kj mj mol mmol ml cl dl hl kl kpa hpa mpa hz khz "
    "mhz ghz sv msv bq mbq gbq tbq ev kev mev db dba lux quintal quintals cwt bushel bushels cc cusec cusecs nm mm3 cm3 gtc mtc tco mtco gtco ktc".split()
)
TIMES = _table("""
second: second seconds
minute: minute minutes
hour: hour hours hourly
day: day days night daily
week: week weeks weekly
fortnight: fortnight
month: month months monthly
quarter: quarter quarters quarterly
year: year years yr annum yearly annually
""")
SYMBOLS = _table("""
EUR: €
GBP: £
USD: $ us$ u.s.$
JPY: ¥
KRW: ₩
INR: ₹ rs ₨
RUB: ₽
UAH: ₴
TRY: ₺
ILS: ₪
NGN: ₦
VND: ₫
THB: ฿
PHP: ₱
KZT: ₸
AZN: ₼
GEL: ₾
CRC: ₡
PYG: ₲
GHS: ₵
BDT: ৳
AUD: a$ au$
CAD: c$ ca$
NZD: nz$
HKD: hk$
SGD: s$
TWD: nt$
BRL: r$
MXN: mx$
""")
# Nouns of money; those without a code need to be said of which country.
CURRENCIES = _table("""
USD: dollar
EUR: euro
JPY: yen
CNY: yuan renminbi
RUB: rouble ruble
UAH: hryvnia
INR: rupee
PLN: zloty
HUF: forint
ZAR: rand
NGN: naira
ILS: shekel
THB: baht
TRY: lira
KZT: tenge
BRL: reais
MYR: ringgit
IDR: rupiah
BDT: taka
ETB: birr
GEL: lari
AZN: manat
GHS: cedi
VND: dong
BGN: lev leva
: franc peso krona krone kronor kroner koruna dinar dirham riyal rial shilling leu lei crown won
""")
