"""Texts to be said, of the kind that short videos have."""

ENGLISH = (
    "The octopus, oddly enough, has three hearts. Two of them pump blood to the gills, and the third "
    "one keeps it moving through the body. When it swims, that heart stops beating, which is why "
    "octopuses prefer to crawl.",
    "In 1969 two men walked on the moon for the first time. Nobody had expected the dust to smell "
    "like gunpowder! Would you have opened the helmet?",
    "Save ten dollars a week and you will have more than five hundred by the end of the year. It is a "
    "small habit, but small habits grow.",
)

OCTOPUS = {
    "en": ENGLISH[0],
    "es": "El pulpo tiene tres corazones, ¿lo sabías? Dos de ellos bombean la sangre hacia las "
    "branquias, y el tercero la mueve por todo el cuerpo.",
    "fr": "Aujourd'hui, la pieuvre a trois cœurs ! Deux d'entre eux envoient le sang vers les "
    "branchies, et le troisième le fait circuler.",
    "de": "Der Tintenfisch hat drei Herzen, wirklich. Zwei davon pumpen das Blut zu den Kiemen, das "
    "dritte bewegt es durch den Körper.",
    "pt": "O polvo tem três corações. Dois deles bombeiam o sangue para as brânquias, e o terceiro "
    "move-o pelo corpo.",
}
