"""Numbers in Spanish: the cardinal numerals in the forms that newsrooms print; separators by the Unicode CLDR."""

from __future__ import annotations

from discrepancy.reading.languages.grammar import Language, counted, powers

_WORDS = {0.5: "medio media y_medio y_media"}
_WORDS |= counted(
    "un uno una, dos, tres, cuatro, cinco, seis, siete, ocho, nueve, diez, once, doce, trece, catorce, quince, dieciséis, "
    "diecisiete, dieciocho, diecinueve, veinte, veintiuno veintiún veintiuna, veintidós, veintitrés, veinticuatro, veinticinco, "
    "veintiséis, veintisiete, veintiocho, veintinueve, treinta"
)
_WORDS |= counted("cuarenta, cincuenta, sesenta, setenta, ochenta, noventa", 40, 10)
_WORDS |= counted(
    "cien ciento, doscientos doscientas, trescientos trescientas, cuatrocientos cuatrocientas, quinientos quinientas, "
    "seiscientos seiscientas, setecientos setecientas, ochocientos ochocientas, novecientos novecientas",
    100,
    100,
)

LANGUAGE = Language(
    _WORDS,
    powers(
        "docena docenas, centenar centenares cientos, mil miles millar millares, millón millones mill, millardo millardos, billón billones"
    )
    | counted("veintena, treintena", 20, 10),
    alone="docena veintena treintena centenar mil millar millón millardo",
    articles="un uno una",
    vague=r"\b(?:decenas?|vari[oa]s|algun[oa]s|par|pocos)\b",
    joins="y",
    links="a hasta o u",
    other=r"%|por ?ciento|años?\b|km|kilóm",
    marks="año",
    decimal="",  # Spain has the comma, much of the Americas the point
    english=r"""
more than: más_que
half a: medio media
already: ya
over: más_de poco_más_de supera superan superó superado
at least: mínimo al_menos por_lo_menos como_mínimo
at most: máximo como_máximo hasta
fewer than: menos_de
nearly: escasos escasas casi cerca_de
about: unos unas alrededor_de aproximadamente en_torno_a
exactly: exactamente
between: entre
and: y
to: a
percent: por_ciento
percentage points: puntos? puntos_porcentuales
no: no ningún ninguno ninguna nadie nunca
more: más
less: menos
another: otros otras adicionales
out of: de_cada
times: veces
half of: la_mitad mitad
per day: al_día cada_día por_día diarios? diarias?
per month: al_mes cada_mes por_mes mensual(?:es)?
per year: al_año cada_año por_año anual(?:es)?
euros: euros de_euros
dollars: dólares de_dólares
tonnes: toneladas de_toneladas
kilometres: kilómetros
square kilometres: kilómetros_cuadrados
hectares: hectáreas de_hectáreas
""",
)
