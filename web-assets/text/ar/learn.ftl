learn-open = افتح صفحتي
learn-title = افتح صفحتي
learn-pick-class = اضغط على صفك.
learn-none-title = لا توجد صفوف بعد
learn-none-text = اسأل معلمك. كل الدروس مفتوحة.
learn-first = اضغط على صورتك الأولى
learn-second = اضغط على صورتك الثانية
learn-third = اضغط على صورتك الثالثة
learn-other-class = صف آخر
learn-wrong-title = ليست هذه الصور الثلاث
learn-wrong-text = انظر إلى بطاقتك. ثم حاول مرة أخرى.
learn-wait-title = استرح قليلًا
learn-wait-text = { $n ->
    [zero] حاول مرة أخرى الآن.
    [one] حاول مرة أخرى بعد دقيقة.
    [two] حاول مرة أخرى بعد دقيقتين.
    [few] حاول مرة أخرى بعد { $n } دقائق.
    [many] حاول مرة أخرى بعد { $n } دقيقة.
   *[other] حاول مرة أخرى بعد { $n } دقيقة.
}
learn-card-title = بطاقتك
learn-card-ask = هل أنت { $name }؟
learn-card-yes = نعم، افتح صفحتي
learn-card-no = لا، لست أنا
learn-card-old-title = هذه البطاقة قديمة
learn-card-old-text = اطلب بطاقة جديدة من معلمك.
learn-address-title = صفحتك تُفتح في مكان آخر
learn-address-text = اكتب هذا العنوان ثم حاول مرة أخرى:
learn-hello = مرحبًا { $name }
learn-not-me = لست أنا
